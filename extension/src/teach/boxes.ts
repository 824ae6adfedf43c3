/** What people type into, and what they may have said: what can be pointed at in a lesson. */

const BOXES =
  'textarea, input:not([type]), input[type=text], input[type=search], [contenteditable=""], [contenteditable=true], [contenteditable=plaintext-only]';
/** Less high or wide than this, in pixels, nobody points at it. */
const LEAST = 4;

export function isSeen(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect();
  return width >= LEAST && height >= LEAST && element.checkVisibility({ visibilityProperty: true });
}

/** The boxes that can be seen, the largest first. */
export function boxesIn(document: Document): Element[] {
  const area = (one: Element) => {
    const { width, height } = one.getBoundingClientRect();
    return width * height;
  };
  return [...document.querySelectorAll(BOXES)]
    .filter((one) => !one.parentElement?.closest('[contenteditable]') && isSeen(one))
    .sort((a, b) => area(b) - area(a));
}

/** The box that an element is in, or that is all there is to type into within it. */
export function boxAt(element: Element): Element | null {
  const inside = element.closest(BOXES);
  if (inside) return inside.closest('[contenteditable]:not([contenteditable] *)') ?? inside;
  const within = element.querySelectorAll(BOXES);
  return within.length === 1 ? (within[0] ?? null) : null;
}

/** The innermost elements with words in them, in their order, besides those in a box. */
export function wordsIn(document: Document, box: Element | null): Element[] {
  return [...document.body.querySelectorAll('*')].filter(
    (one) =>
      one.children.length === 0 &&
      (one.textContent ?? '').trim() !== '' &&
      !box?.contains(one) &&
      !one.closest('script, style, option') &&
      isSeen(one),
  );
}
