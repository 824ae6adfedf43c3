/**
 * Puts snippets into one editor: as long as a call stands at the caret, a list
 * of what it may mean hangs below it.
 *
 * Keys, while the list is open:
 *   Up, Down    another snippet
 *   Tab         put in the chosen one, or the first
 *   Enter       put in the chosen one; where none is, Enter is the page's
 *   Esc         close, until something else is called for
 */
import type { Scene } from '@huashu/wasm/types';
import type { Editor } from '../annotator/editor';
import type { Texts } from '../i18n/texts';
import type { Snippet } from '../settings/schema';
import { listenUntil } from '../ui/listen';
import { SnippetList } from './list';
import { type Call, callAt, type Filled, fill, matching } from './snippet';

export interface ExpanderHost {
  snippets(): readonly Snippet[];
  /** What is known of shop and page now. */
  scene(): Scene;
  /** The list is about to be shown. */
  raised(): void;
  texts: Texts;
}

/** A longer list is not read; another letter makes it shorter. */
const MOST = 6;

/** A snippet that may be meant, with its slots filled. */
export interface Choice {
  name: string;
  filled: Filled;
}

export class Expander {
  private readonly list: SnippetList;
  private call: Call | null = null;
  private choices: Choice[] = [];
  /** Index of the choice that Enter takes, -1 for none. */
  private chosen = -1;
  /** The text that the list was closed on by Esc. */
  private closedOn: string | null = null;
  private composing = false;
  private swallowed = '';

  constructor(
    private readonly editor: Editor,
    private readonly host: ExpanderHost,
    signal: AbortSignal,
  ) {
    const { element } = editor;
    const document = element.ownerDocument;
    const window = document.defaultView as Window;
    this.list = new SnippetList(element, host.texts, (index) => void this.insert(index));
    const on = listenUntil(signal);

    on(window, 'keydown', (event: KeyboardEvent) => this.keydown(event), { capture: true });
    on(window, 'keyup', (event: KeyboardEvent) => this.keyup(event), { capture: true });
    on(element, 'compositionstart', () => {
      this.composing = true;
      this.close();
    });
    on(element, 'compositionend', () => {
      this.composing = false;
      this.look();
    });
    on(element, 'input', () => this.look());
    on(element, 'blur', () => this.close());
    // Only typing opens it. Moving about closes it, and so does a page that empties the box by itself.
    const stale = () => this.call !== null && this.editor.caret() !== this.call.end;
    for (const moved of ['selectionchange', 'keyup']) {
      on(document, moved, () => {
        if (stale()) this.look();
      });
    }
    for (const type of ['scroll', 'resize'] as const) {
      on(window, type, () => this.close(), { capture: true, passive: true });
    }
    signal.addEventListener('abort', () => this.close());
  }

  /** Shows what the call at the caret may mean, if there is one. */
  private look(): void {
    if (this.composing) return;
    const text = this.editor.text();
    const caret = this.editor.caret();
    const call = caret === null || text === this.closedOn ? null : callAt(text, caret);
    const meant = call ? matching(this.host.snippets(), call.name).slice(0, MOST) : [];
    if (!call || meant.length === 0) {
      this.close();
      return;
    }
    const scene = this.host.scene();
    if (!this.call) this.host.raised();
    this.closedOn = null;
    this.call = call;
    this.choices = meant.map((snippet) => ({ name: snippet.name, filled: fill(snippet, scene) }));
    // Nobody has named one yet: Enter still sends.
    this.chosen = call.name === '' ? -1 : 0;
    this.draw();
  }

  private draw(): void {
    if (!this.call) return;
    const words = this.editor.range(this.call.start, this.call.end);
    const place = words.rects().at(-1);
    words.release();
    this.list.show(this.choices, this.chosen, place ?? this.editor.element.getBoundingClientRect());
  }

  private close(): void {
    this.call = null;
    this.choices = [];
    this.list.close();
  }

  /** Puts a snippet in the place of its call, as one step to undo; the caret goes to the first blank. */
  private async insert(index: number): Promise<void> {
    const { call, editor } = this;
    const filled = this.choices[index]?.filled;
    this.close();
    if (!call || !filled) return;
    const { start, end } = call;
    const blank = filled.blanks[0];
    const caret = start + (blank?.at ?? filled.text.length);
    await editor.apply([{ start, end, text: filled.text }], editor.text(), caret);
  }

  private keydown(event: KeyboardEvent): void {
    this.swallowed = '';
    if (!this.call || this.composing || event.isComposing || !event.isTrusted) return;
    if (!event.composedPath().includes(this.editor.element) || !this.handle(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.swallowed = event.code;
  }

  private keyup(event: KeyboardEvent): void {
    // A page that sends on the release of Enter must not be fooled by ours.
    if (this.swallowed !== '' && event.code === this.swallowed) event.stopImmediatePropagation();
  }

  private handle(event: KeyboardEvent): boolean {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
    const { length } = this.choices;
    switch (event.key) {
      case 'ArrowDown':
        this.chosen = (this.chosen + 1) % length;
        break;
      case 'ArrowUp':
        this.chosen = (Math.max(this.chosen, 0) - 1 + length) % length;
        break;
      case 'Escape':
        this.closedOn = this.editor.text();
        this.close();
        return true;
      case 'Tab':
        void this.insert(Math.max(this.chosen, 0));
        return true;
      case 'Enter':
        if (this.chosen < 0) return false;
        void this.insert(this.chosen);
        return true;
      default:
        return false;
    }
    this.draw();
    return true;
  }
}
