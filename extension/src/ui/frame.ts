/**
 * A function that has `work` done in the next frame, once however often it is
 * called until then, and never after `signal` has aborted. Nobody looks at a
 * hidden tab, which has no frames: there it asks for nothing, and to make up for
 * that on return is the caller's.
 */
export function oncePerFrame(document: Document, work: () => void, signal: AbortSignal) {
  let scheduled = false;
  return () => {
    if (scheduled || document.hidden) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      if (!signal.aborted) work();
    });
  };
}
