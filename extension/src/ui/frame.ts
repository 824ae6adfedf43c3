/**
 * A function that has `work` done in the next frame, once however often it is
 * called until then. Nobody looks at a hidden tab, which has no frames: there it
 * asks for nothing, and what must be made up for on return is the caller's to say.
 */
export function oncePerFrame(document: Document, work: () => void): () => void {
  let scheduled = false;
  return () => {
    if (scheduled || document.hidden) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      work();
    });
  };
}
