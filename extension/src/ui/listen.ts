/** Listening to a page that is someone else's: all of it ends when a signal aborts. */

/** A function that listens to a target's events until `signal` aborts. */
export function listenUntil(signal: AbortSignal, always: AddEventListenerOptions = {}) {
  return <E extends Event>(
    target: EventTarget,
    type: string,
    listener: (event: E) => void,
    options: AddEventListenerOptions = {},
  ) => target.addEventListener(type, listener as EventListener, { ...always, ...options, signal });
}

/** What changes when a page shows other words. */
export const WORDS: MutationObserverInit = { childList: true, characterData: true, subtree: true };

/** Calls `changed` after each change of what `what` names in a node, until `signal` aborts. */
export function watchChanges(
  node: Node,
  what: MutationObserverInit,
  changed: () => void,
  signal: AbortSignal,
): void {
  const observer = new MutationObserver(changed);
  observer.observe(node, what);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}
