import { oncePerFrame } from '../ui/frame';
import { queryDeep } from './deep';

/** What can make an element match a selector or match no more. */
const OBSERVED: MutationObserverInit = {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ['contenteditable', 'class', 'id'],
};

/**
 * Watches a page for the elements that a selector names, and calls `found` for
 * each with a signal that aborts when the element has left the page, no longer
 * matches, or the watch ends. Single-page chats make and drop their box as the
 * agent moves between chats.
 */
export function watchElements(
  document: Document,
  selector: string,
  found: (element: Element, signal: AbortSignal) => void,
  signal: AbortSignal,
): void {
  const present = new Map<Element, AbortController>();

  const look = () => {
    const { elements: now, roots } = queryDeep(document, selector);
    for (const root of roots) observer.observe(root, OBSERVED);
    for (const [element, life] of present) {
      if (now.has(element)) continue;
      present.delete(element);
      life.abort();
    }
    for (const element of now) {
      if (present.has(element)) continue;
      const life = new AbortController();
      present.set(element, life);
      found(element, life.signal);
    }
  };

  // However much a page changes at once, one look a frame is enough; what changed while the tab
  // was hidden is seen on return.
  const lookSoon = oncePerFrame(document, look, signal);
  document.addEventListener('visibilitychange', lookSoon, { signal });
  const observer = new MutationObserver(lookSoon);
  observer.observe(document, OBSERVED);
  signal.addEventListener(
    'abort',
    () => {
      observer.disconnect();
      for (const life of present.values()) life.abort();
      present.clear();
    },
    { once: true },
  );
  look();
}
