import type { Edit } from '@huashu/wasm/types';
import type { Editor, TextRange } from './editor';
import { Mirror } from './mirror';
import { joinEdits, moveCaret } from './replacement';

export type Field = HTMLTextAreaElement | HTMLInputElement;

/** A live range over a field's value (https://github.com/whatwg/html/issues/11478); not in every browser. */
interface OpaqueRange extends AbstractRange {
  getClientRects(): DOMRectList;
  disconnect(): void;
}

interface ValueRanges {
  createValueRange?(start: number, end: number): OpaqueRange;
}

/** A textarea or a one-line input. */
export class FieldEditor implements Editor {
  readonly silent = true;
  private mirror: Mirror | null = null;

  constructor(
    readonly element: Field,
    private readonly signal: AbortSignal,
  ) {}

  get root(): Document | ShadowRoot {
    return this.element.getRootNode() as Document | ShadowRoot;
  }

  text(): string {
    return this.element.value;
  }

  caret(): number | null {
    if (this.root.activeElement !== this.element) return null;
    const { selectionStart, selectionEnd, selectionDirection } = this.element;
    return selectionDirection === 'backward' ? selectionStart : selectionEnd;
  }

  async setCaret(offset: number): Promise<void> {
    this.element.setSelectionRange(offset, offset);
  }

  range(start: number, end: number): TextRange {
    const range = (this.element as ValueRanges).createValueRange?.(start, end);
    if (range) {
      const words = this.element.value.slice(start, end);
      return {
        range,
        rects: () => [...range.getClientRects()],
        // A framework may set the value that it already has.
        intact: () => this.element.value.slice(range.startOffset, range.endOffset) === words,
        release: () => range.disconnect(),
      };
    }
    this.mirror ??= new Mirror(this.element, this.signal, () => {
      this.mirror = null;
    });
    return this.mirror.range(start, end);
  }

  async apply(edits: readonly Edit[], expected: string, caret?: number): Promise<boolean> {
    const field = this.element;
    const replacement = joinEdits(expected, edits);
    if (!replacement || field.value !== expected || field.readOnly || field.disabled) return false;
    const { start, end, text } = replacement;
    const length = expected.length + text.length - (end - start);
    if (field.maxLength >= 0 && length > field.maxLength) return false;

    const wanted = caret ?? moveCaret(this.caret() ?? expected.length, replacement);
    const { scrollTop, scrollLeft } = field;
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, end);
    // The only way that the browser's undo and a framework's own state both follow.
    const document = field.ownerDocument;
    const typed = text
      ? document.execCommand('insertText', false, text)
      : document.execCommand('delete');
    void this.setCaret(wanted);
    field.scrollTo({ top: scrollTop, left: scrollLeft, behavior: 'instant' });
    return typed && field.value !== expected;
  }
}
