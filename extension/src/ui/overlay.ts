/**
 * The one kind of element that Huashu adds to a page: an empty host outside
 * the page's own tree, whose shadow root holds what is drawn over the page.
 * It exists only while something is drawn.
 */

import themeCss from './theme.css?inline';

/** A host standing in the page, with its shadow root. Remove the host to be gone. */
export function createOverlay(near: Element): { host: HTMLElement; shadow: ShadowRoot } {
  const host = near.ownerDocument.createElement('huashu-overlay');
  host.style.setProperty('all', 'initial', 'important');
  // Tests look inside, and a page that runs Huashu by itself may; any other must not.
  const { MODE, BROWSER } = import.meta.env;
  const mode = MODE === 'e2e' || !BROWSER ? 'open' : 'closed';
  const shadow = host.attachShadow({ mode });
  shadow.adoptedStyleSheets = [sheetOf(themeCss)];
  // The page's own shortcuts must not run on keys pressed inside.
  for (const type of ['keydown', 'keyup', 'keypress'] as const) {
    shadow.addEventListener(type, (event) => event.stopPropagation());
  }
  // A click must not take the caret out of the editor.
  shadow.addEventListener('mousedown', (event) => event.preventDefault());
  // All but an open modal dialog is inert, so the overlay must stand within it.
  (closest(near, 'dialog:modal') ?? near.ownerDocument.documentElement).append(host);
  // What is placed by pixels of the screen must not be moved by a page's own zoom.
  host.style.setProperty('zoom', `${1 / host.currentCSSZoom}`, 'important');
  return { host, shadow };
}

/** The element around one that matches, also beyond the shadow roots that it stands in. */
function closest(element: Element, selector: string): Element | null {
  const found = element.closest(selector);
  const root = element.getRootNode();
  return found ?? (root instanceof ShadowRoot ? closest(root.host, selector) : null);
}

/** A style sheet to adopt: unlike a style element it passes any content security policy. */
export function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** Whether an element stands on a dark ground, by its own or an ancestor's background. */
export function onDark(element: Element): boolean {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    const [r = 0, g = 0, b = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    if (alpha > 0.5) return 0.299 * r + 0.587 * g + 0.114 * b < 110;
  }
  const scheme = getComputedStyle(element.ownerDocument.documentElement).colorScheme;
  return scheme.includes('dark') && matchMedia('(prefers-color-scheme: dark)').matches;
}
