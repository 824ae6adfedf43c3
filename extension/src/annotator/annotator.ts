/**
 * Coaches one editor: has its text checked as it changes, underlines what the
 * engine finds, and answers hover, click and keys with the popover.
 *
 * Keys, while the editor has the focus:
 *   Alt+Enter     the finding at the caret, else the gravest; once it is shown,
 *                 apply its rewrite and go on to the next
 *   Alt+Up/Down   another finding, nothing applied     (popover open)
 *   Tab           into the popover                     (popover open)
 *   Esc           close                                (popover open)
 * Every other key belongs to the page, Enter above all.
 */
import { RANK } from '@huashu/wasm/marked';
import type { Fix } from '@huashu/wasm/types';
import type { Texts } from '../i18n/texts';
import type { PageFinding } from '../protocol/engine';
import { oncePerFrame } from '../ui/frame';
import { listenUntil, WORDS, watchChanges } from '../ui/listen';
import { Checker } from './checker';
import { type Editor, editorFor } from './editor';
import { Marks } from './marks';
import { Popover } from './popover';

/** What an annotator needs from its surroundings. */
export interface AnnotatorHost {
  check(text: string): Promise<PageFinding[]>;
  /** Whether the agent wants to hear no more of a finding: of its rule today, or of its words ever. */
  isQuiet(finding: PageFinding): boolean;
  fates: Fates;
  texts: Texts;
}

/** What can become of findings, each told once. */
export interface Fates {
  /** The rewrite was taken. */
  accepted(rule: string): void;
  /** Waved aside in this message. */
  dismissed(rule: string): void;
  /** These words of this rule shall never be marked again. */
  ignored(finding: PageFinding): void;
  /** The agent says that the rule is wrong here. */
  falseAlarm(rule: string): void;
  /** Still there when the message went out. */
  left(rules: string[]): void;
}

/** How long a hovered popover waits for a pointer that has left the words, in milliseconds. */
const LEAVE_PAUSE = 250;

/** Coaches an element until `signal` aborts; null when it is not an editor for words. */
export function annotate(
  element: Element,
  host: AnnotatorHost,
  signal: AbortSignal,
): Annotator | null {
  const editor = editorFor(element, signal);
  return editor && new Annotator(editor, host, signal);
}

export class Annotator {
  private readonly marks: Marks;
  private readonly popover: Popover;
  private readonly checker: Checker;

  /** The text last seen, and the text that the marks belong to. */
  private seen = '';
  private checked = '';
  /** All findings of the text last checked, those waved aside as well. */
  private found: PageFinding[] = [];
  private composing = false;
  /** A rewrite was applied by key: show what is next once it is known. */
  private advancing = false;
  /** What the last rewrite replaced, for the way back. */
  private applied: { text: string; caret: number } | null = null;
  /** The last thing done was to undo. */
  private undoing = false;
  /** The words that the card speaks of could be seen when it was last placed. */
  private inSight = false;
  /** Findings waved aside in the message being written. */
  private readonly ignored = new Set<string>();
  /** The key whose release the page must not see either. */
  private swallowed = '';
  private leaving: ReturnType<typeof setTimeout> | undefined;
  private pointer: { x: number; y: number } | null = null;

  constructor(
    readonly editor: Editor,
    private readonly host: AnnotatorHost,
    signal: AbortSignal,
  ) {
    this.marks = new Marks(editor, signal);
    this.popover = new Popover(editor.element, host.texts, {
      apply: (finding, fix) => void this.apply(finding, fix, false),
      ignore: (finding) => this.ignore(finding, () => host.fates.dismissed(finding.rule)),
      ignoreAlways: (finding) => this.ignore(finding, () => host.fates.ignored(finding)),
      falseAlarm: (finding) => {
        this.ignored.add(keyOf(finding));
        host.fates.falseAlarm(finding.rule);
      },
      closed: (focused) => {
        this.marks.setCurrent(null);
        this.unmarkSilent();
        if (focused) editor.element.focus({ preventScroll: true });
      },
      left: () => this.leave(),
      unfocused: () => this.unfocused(),
    });
    this.checker = new Checker(
      (text) => host.check(text),
      (text, findings) => this.receive(text, findings),
    );
    this.listen(signal);
    this.changed();
  }

  /** Checks the text again though it is the same: the rules are others now. */
  recheck(): void {
    if (this.seen.trim() === '' || this.seen !== this.editor.text()) this.changed();
    else this.checker.request(this.seen);
  }

  /** What was found in the text that now stands in the editor; nothing as long as nobody knows. */
  standing(): PageFinding[] {
    return this.editor.text() === this.checked ? this.found : [];
  }

  /** Something else asks for attention. */
  hush(): void {
    this.popover.close();
  }

  private listen(signal: AbortSignal): void {
    const { element } = this.editor;
    const document = element.ownerDocument;
    const window = document.defaultView as Window;
    const on = listenUntil(signal);

    on(element, 'compositionstart', () => {
      this.composing = true;
      this.popover.close();
    });
    on(element, 'compositionend', () => {
      this.composing = false;
      this.changed();
    });
    on(element, 'input', (event: InputEvent) => {
      if (event.inputType === 'historyUndo') this.undoing = true;
      this.changed();
    });
    // A page may write into the box itself, as when it empties it after sending. A rich editor
    // tells by its DOM; a field only by its caret, and the page around it shows what was sent.
    on(element, 'keyup', () => this.changed());
    on(element, 'selectionchange', () => this.changed());
    const observed = this.editor.silent ? new Set([document, this.editor.root]) : [element];
    for (const node of observed) watchChanges(node, WORDS, () => this.changed(), signal);

    if (this.editor.silent) {
      // Of what a page writes while the caret is elsewhere a field tells nothing at all. It is seen
      // as soon as the agent stirs: to look at every frame would keep an idle machine awake.
      const lookSoon = oncePerFrame(document, () => this.changed(), signal);
      const stirred = () => this.seen !== '' && lookSoon();
      on(window, 'pointermove', stirred, { capture: true, passive: true });
      on(element, 'focus', stirred);
    }

    on(document, 'visibilitychange', () => this.changed());
    on(window, 'keydown', (event: KeyboardEvent) => this.keydown(event), { capture: true });
    on(window, 'keyup', (event: KeyboardEvent) => this.keyup(event), { capture: true });
    on(element, 'pointermove', (event: PointerEvent) => this.hover(event), { passive: true });
    on(element, 'pointerleave', () => this.leave());
    on(element, 'click', (event: MouseEvent) => {
      const finding = this.marks.at(event.clientX, event.clientY);
      if (finding) this.show(finding, true);
    });
    on(
      window,
      'pointerdown',
      (event) => {
        if (!this.popover.owns(event)) this.popover.close();
      },
      { capture: true, passive: true },
    );
    on(
      window,
      'scroll',
      (event) => {
        // One that scrolls around a shadow root contains the root's host, not what is in it.
        const inside = [element, (this.editor.root as Partial<ShadowRoot>).host ?? null];
        if (inside.some((node) => (event.target as Node).contains(node))) this.follow();
      },
      { capture: true, passive: true },
    );
    on(window, 'resize', () => this.follow());
    on(element, 'blur', () => this.unfocused());

    signal.addEventListener('abort', () => {
      clearTimeout(this.leaving);
      this.popover.close();
    });
  }

  // --- text ---------------------------------------------------------------

  private changed(): void {
    // Half an input method's word is not yet a word, and nobody looks at a hidden tab.
    if (this.composing || this.editor.element.ownerDocument.hidden) return;
    const text = this.editor.text();
    if (text === this.seen) {
      if (text === this.checked) this.marks.mend();
      return;
    }
    this.seen = text;
    this.popover.close();
    // Undoing selects the words that came back, and the next key would replace them.
    if (this.undoing && text === this.applied?.text) void this.editor.setCaret(this.applied.caret);
    if (text.trim() === '') {
      const left = this.found.filter((finding) => !this.isSilent(finding));
      if (left.length > 0) this.host.fates.left(left.map(({ rule }) => rule));
      this.ignored.clear();
      this.checked = text;
      this.found = [];
      this.marks.set([]);
    } else {
      this.checker.request(text);
    }
  }

  private receive(text: string, findings: PageFinding[] | null): void {
    // Typed on meanwhile: a later answer is on its way.
    if (this.composing || text !== this.editor.text()) return;
    const before = text === this.checked ? JSON.stringify(this.marks.findings) : '';
    this.checked = text;
    this.found = findings ?? [];
    const wanted = this.found.filter((finding) => !this.isSilent(finding));
    // The card stays open when other rules find the same.
    if (JSON.stringify(wanted) !== before) {
      this.popover.close();
      this.marks.set(wanted);
    }
    // After a failure the same text may be asked for again.
    if (!findings) this.seen = '';
    if (this.advancing) {
      this.advancing = false;
      this.showNext();
    }
  }

  private isSilent(finding: PageFinding): boolean {
    return this.ignored.has(keyOf(finding)) || this.host.isQuiet(finding);
  }

  /** Takes the marks away that nobody wants any longer. */
  private unmarkSilent(): void {
    const { findings } = this.marks;
    const wanted = findings.filter((finding) => !this.isSilent(finding));
    if (wanted.length < findings.length) this.marks.set(wanted);
  }

  // --- actions ------------------------------------------------------------

  private async apply(finding: PageFinding, fix: Fix, advance: boolean): Promise<void> {
    const expected = this.checked;
    this.applied = { text: expected, caret: this.editor.caret() ?? expected.length };
    this.popover.close();
    this.advancing = advance && this.marks.findings.some((other) => other !== finding);
    if (await this.editor.apply(fix.edits, expected)) this.host.fates.accepted(finding.rule);
    else this.advancing = false;
    this.changed();
  }

  private ignore(finding: PageFinding, tell: () => void): void {
    this.ignored.add(keyOf(finding));
    tell();
    this.popover.close();
  }

  // --- popover ------------------------------------------------------------

  private show(finding: PageFinding, pinned: boolean): void {
    clearTimeout(this.leaving);
    const order = this.inOrder();
    const caret = this.editor.caret();
    this.inSight = this.isInSight(finding);
    this.marks.setCurrent(finding);
    this.popover.show({
      finding,
      place: order.indexOf(finding) + 1,
      total: order.length,
      words: this.marks.rects(finding),
      caret: caret === null ? null : this.caretRect(caret),
      pinned,
    });
  }

  /** Its words have moved: a card that was asked for goes along until they are out of sight. */
  private follow(): void {
    const { finding, pinned } = this.popover;
    if (!finding) return;
    const leaves = this.inSight && !this.isInSight(finding);
    if (pinned && !leaves) this.show(finding, true);
    else this.popover.close();
  }

  private isInSight(finding: PageFinding): boolean {
    const { top, bottom } = this.editor.element.getBoundingClientRect();
    return this.marks.rects(finding).some((line) => line.bottom > top && line.top < bottom);
  }

  /** Shows the finding at the caret, else the gravest, the first behind the caret among equals. */
  private showNext(): boolean {
    const order = this.inOrder();
    const caret = this.editor.caret() ?? 0;
    const gravest = order.filter((f) => f.severity === order[0]?.severity);
    const next =
      order.find((f) => f.start <= caret && caret <= f.end) ??
      gravest.find((f) => f.start >= caret) ??
      gravest[0];
    if (next) this.show(next, true);
    return next !== undefined;
  }

  /** Errors before warnings before hints, and each in the order of the text. */
  private inOrder(): PageFinding[] {
    return this.marks.findings.sort(
      (a, b) => RANK[b.severity] - RANK[a.severity] || a.start - b.start,
    );
  }

  private step(by: 1 | -1): void {
    const order = this.inOrder();
    const at = this.popover.finding ? order.indexOf(this.popover.finding) : -1;
    const next = order.at((at + by) % order.length);
    if (next) this.show(next, true);
  }

  private caretRect(caret: number): DOMRect | null {
    const range = this.editor.range(caret, caret);
    const rect = range.rects()[0] ?? null;
    range.release();
    return rect;
  }

  // --- keys ---------------------------------------------------------------

  private keydown(event: KeyboardEvent): void {
    this.swallowed = '';
    if (!event.isTrusted || event.isComposing) return;
    const inside = this.popover.owns(event);
    if (!inside && !event.composedPath().includes(this.editor.element)) return;
    this.undoing = (event.ctrlKey || event.metaKey) && event.code === 'KeyZ' && !event.shiftKey;
    if (this.handleKey(event, inside)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.swallowed = event.code;
    }
  }

  private keyup(event: KeyboardEvent): void {
    // A page that sends on the release of Enter must not be fooled by ours.
    if (this.swallowed !== '' && event.code === this.swallowed) event.stopImmediatePropagation();
  }

  private handleKey(event: KeyboardEvent, inside: boolean): boolean {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return false;
    const shown = this.popover.finding;
    if (event.key === 'Enter' && event.altKey) {
      if (!shown) return this.showNext();
      const fix = shown.fixes[0];
      if (fix) void this.apply(shown, fix, true);
      else this.step(1);
      return true;
    }
    if (!shown) return false;
    if (event.altKey) {
      if (event.key === 'ArrowDown') this.step(1);
      else if (event.key === 'ArrowUp') this.step(-1);
      else return false;
      return true;
    }
    if (event.key === 'Escape') {
      this.popover.close();
      return true;
    }
    if (event.key === 'Tab' && !inside && this.popover.pinned) {
      this.popover.focus();
      return true;
    }
    return false;
  }

  // --- pointer ------------------------------------------------------------

  private hover(event: PointerEvent): void {
    if (event.buttons !== 0 || this.popover.pinned || this.marks.findings.length === 0) return;
    const scheduled = this.pointer !== null;
    this.pointer = { x: event.clientX, y: event.clientY };
    if (!scheduled) requestAnimationFrame(() => this.look());
  }

  private look(): void {
    if (!this.pointer) return;
    const finding = this.marks.at(this.pointer.x, this.pointer.y);
    this.pointer = null;
    if (this.popover.pinned) return;
    if (!finding) this.leave();
    else if (finding !== this.popover.finding) this.show(finding, false);
    else clearTimeout(this.leaving);
  }

  private leave(): void {
    this.pointer = null;
    clearTimeout(this.leaving);
    if (!this.popover.finding || this.popover.pinned) return;
    this.leaving = setTimeout(() => {
      if (!this.popover.pinned && !this.popover.hovered) this.popover.close();
    }, LEAVE_PAUSE);
  }

  /** The keyboard has left the editor or the card: only a move between the two keeps the card. */
  private unfocused(): void {
    queueMicrotask(() => {
      const { root, element } = this.editor;
      if (this.popover.focused || root.activeElement === element) return;
      if (this.popover.pinned) this.popover.close();
    });
  }
}

/** The same words under the same rule are the same to the agent. */
const keyOf = ({ rule, text }: PageFinding) => `${rule}\n${text}`;
