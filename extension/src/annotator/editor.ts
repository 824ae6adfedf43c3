/**
 * One shape for everything an agent can type into, so that nothing above this
 * line asks what kind of box it is. Offsets are UTF-16 code units of `text()`.
 */
import type { Edit } from '@huashu/wasm/types';
import { FieldEditor } from './field';
import { RichEditor } from './rich';

/** A stretch of an editor's text that can be painted and measured, and that moves with the text. */
export interface TextRange {
  /** What goes into a Highlight. */
  range: AbstractRange;
  /** Where it stands in the viewport, one rectangle a line. */
  rects(): DOMRect[];
  /** Whether it still holds the words that it was made for. */
  intact(): boolean;
  /** Lets go of it. */
  release(): void;
}

export interface Editor {
  readonly element: HTMLElement;
  /** Where style sheets for the highlights must go: the document, or a shadow root. */
  readonly root: Document | ShadowRoot;
  /** The words in the box. */
  text(): string;
  /** The offset where typing continues, or null when the box has no focus. */
  caret(): number | null;
  /** Puts the caret there, and settles when the page's own editor leaves it there. */
  setCaret(offset: number): Promise<void>;
  /** Whether the page can change the text without the element's DOM telling. */
  readonly silent: boolean;
  /** The range of [start, end). */
  range(start: number, end: number): TextRange;
  /**
   * Replaces text as if the agent had typed it: one step to undo, the page's
   * own state in agreement, the caret where typing went on or at the offset
   * given. False, and nothing changed, when the text is no longer `expected` or
   * the box refuses.
   */
  apply(edits: readonly Edit[], expected: string, caret?: number): Promise<boolean>;
}

/** The editor of an element, or null when it is not one for words. It lives until `signal` aborts. */
export function editorFor(element: Element, signal: AbortSignal): Editor | null {
  if (element instanceof HTMLTextAreaElement) return new FieldEditor(element, signal);
  if (element instanceof HTMLInputElement) {
    return /^(text|search)$/.test(element.type) ? new FieldEditor(element, signal) : null;
  }
  return element instanceof HTMLElement && element.isContentEditable
    ? new RichEditor(element)
    : null;
}
