/**
 * How the demo page learns that the extension is there, without a trace in its
 * DOM: the page calls, the content script answers. Only local pages are
 * answered; a platform has no business knowing.
 */
export const CALL = 'huashu:call';
export const PRESENT = 'huashu:present';

/** Answers a local page's call, and speaks up once for a page that called too early. */
export function announce(document: Document, signal: AbortSignal): void {
  if (!/^(localhost|127\.0\.0\.1)$/.test(document.location.hostname)) return;
  const speak = () => document.dispatchEvent(new CustomEvent(PRESENT));
  document.addEventListener(CALL, speak, { signal });
  speak();
}
