import type { Edit } from '@huashu/wasm/types';
import { DomText } from './domtext';
import type { Editor, TextRange } from './editor';
import { Hold } from './hold';
import { joinEdits, moveCaret, type Replacement } from './replacement';

/** How long an editor may take to notice a new selection, in milliseconds. */
const SELECTION_WAIT = 60;

/** How often the caret is put where typing goes on before the page's editor has its way. */
const CARET_ATTEMPTS = 3;

/** A contenteditable element, plain or ruled by a framework. */
export class RichEditor implements Editor {
  readonly silent = false;

  constructor(readonly element: HTMLElement) {}

  get root(): Document | ShadowRoot {
    return this.element.getRootNode() as Document | ShadowRoot;
  }

  text(): string {
    return new DomText(this.element).text;
  }

  caret(): number | null {
    const { focusNode, focusOffset } = this.selection() ?? {};
    if (!focusNode || focusOffset === undefined || !this.element.contains(focusNode)) return null;
    return new DomText(this.element).offsetOf(focusNode, focusOffset);
  }

  async setCaret(offset: number): Promise<void> {
    const text = this.text();
    // An editor that has just written may yet put the caret where it wrote.
    for (let attempt = 0; attempt < CARET_ATTEMPTS && this.text() === text; attempt++) {
      if (this.caret() === offset && this.selection()?.isCollapsed) return;
      const place = new DomText(this.element).position(offset, 'end');
      this.selection()?.collapse(place.node, place.offset);
      await frame();
    }
  }

  range(start: number, end: number): TextRange {
    const range = this.domRange(start, end);
    const words = String(range);
    return {
      range,
      rects: () => [...range.getClientRects()],
      intact: () => String(range) === words,
      release: () => {},
    };
  }

  async apply(edits: readonly Edit[], expected: string, caret?: number): Promise<boolean> {
    const replacement = joinEdits(expected, edits);
    if (!replacement || this.text() !== expected) return false;
    const wanted = caret ?? moveCaret(this.caret() ?? expected.length, replacement);

    this.element.focus({ preventScroll: true });
    const hold = new Hold(this.element);
    try {
      const applied = await this.replace(replacement, expected, hold);
      if (applied) await this.setCaret(wanted);
      else this.selection()?.collapseToEnd();
      return applied;
    } finally {
      hold.end();
      if (hold.typed) await this.type(hold.typed);
    }
  }

  /** Writes at the caret. */
  private async type(text: string): Promise<void> {
    const at = this.caret();
    if (at !== null) await this.apply([{ start: at, end: at, text }], this.text());
  }

  /** Whether the text was replaced. */
  private async replace(
    { start, end, text }: Replacement,
    expected: string,
    hold: Hold,
  ): Promise<boolean> {
    await this.select(start, end);
    // The page had a moment to run: what was read before may be gone.
    if (this.text() !== expected || !this.element.isConnected) return false;

    const handled = !this.element.dispatchEvent(
      new InputEvent('beforeinput', {
        inputType: text ? 'insertText' : 'deleteContentBackward',
        data: text || null,
        targetRanges: [new StaticRange(this.domRange(start, end))],
        bubbles: true,
        cancelable: true,
        composed: true,
      }),
    );
    if (handled) {
      // A framework took it and writes the DOM when it is ready.
      await frame();
    } else {
      const document = this.element.ownerDocument;
      hold.pass(() => {
        if (text) document.execCommand('insertText', false, text);
        else document.execCommand('delete');
      });
    }
    return this.text() !== expected;
  }

  /** Selects [start, end) and waits until the page's editor has seen it. */
  private async select(start: number, end: number): Promise<void> {
    const { startContainer, startOffset, endContainer, endOffset } = this.domRange(start, end);
    const document = this.element.ownerDocument;
    const seen = new Promise<void>((resolve) => {
      document.addEventListener('selectionchange', () => resolve(), { once: true });
      setTimeout(resolve, SELECTION_WAIT);
    });
    this.selection()?.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
    await seen;
    await frame();
  }

  private domRange(start: number, end: number): Range {
    const dom = new DomText(this.element);
    const from = dom.position(start, 'start');
    const to = start === end ? from : dom.position(end, 'end');
    const range = this.element.ownerDocument.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return range;
  }

  /** The selection as the editor's own tree sees it. */
  private selection(): Selection | null {
    const root = this.root as { getSelection?(): Selection | null };
    return root.getSelection?.() ?? this.element.ownerDocument.getSelection();
  }
}

/** Waits for a frame and what was put off until after it: editors notice their selection late. */
function frame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
