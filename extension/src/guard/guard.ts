/**
 * Stops a message once before it goes out when it holds what would get the
 * shop punished, and asks. It knows only what the engine has already found in
 * the very text that stands in the box: where the engine is slow, away or
 * wrong, nothing is ever held up. It never sends; "send anyway" lets the
 * agent's next try pass.
 */
import type { Edit } from '@huashu/wasm/types';
import type { Editor } from '../annotator/editor';
import type { Texts } from '../i18n/texts';
import type { PageFinding } from '../protocol/engine';
import { Question } from './question';

export interface GuardHost {
  /** What was found in the text that now stands in the box. */
  standing(): PageFinding[];
  /** The page's send button, if the adapter knows it. */
  send: string | undefined;
  /** The question is about to be shown. */
  raised(): void;
  texts: Texts;
}

/** What a mouse or a finger does to press a button: all of it is kept from the page, or none. */
const PRESS = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'] as const;

export class Guard {
  private readonly question: Question;
  /** The text that may go out, or null. */
  private passed: string | null = null;
  /** A press on the send button is being kept from the page. */
  private pressing = false;
  private swallowed = '';

  constructor(
    private readonly editor: Editor,
    private readonly host: GuardHost,
    signal: AbortSignal,
  ) {
    const { element } = editor;
    const window = element.ownerDocument.defaultView as Window;
    this.question = new Question(element, host.texts, {
      fix: (findings) => void this.fix(findings),
      send: () => this.pass(),
      back: () => this.back(),
    });
    const on = <E extends Event>(target: EventTarget, type: string, listener: (event: E) => void) =>
      target.addEventListener(type, listener as EventListener, { capture: true, signal });
    on(window, 'keydown', (event: KeyboardEvent) => this.keydown(event));
    on(window, 'keyup', (event: KeyboardEvent) => this.keyup(event));
    for (const type of PRESS) on(window, type, (event: Event) => this.press(event));
    on(element, 'input', () => this.changed());
    on(window, 'resize', () => this.question.place());
    signal.addEventListener('abort', () => this.question.close());
  }

  private keydown(event: KeyboardEvent): void {
    this.swallowed = '';
    if (event.key !== 'Enter' || event.isComposing || !event.isTrusted) return;
    // Shift makes a line and Alt is ours; with Ctrl or Command some pages send.
    if (event.shiftKey || event.altKey) return;
    if (!event.composedPath().includes(this.editor.element) || !this.holds()) return;
    stop(event);
    this.swallowed = event.code;
    this.raise();
  }

  private keyup(event: KeyboardEvent): void {
    // A page that sends on the release of Enter must not hear of it either.
    if (this.swallowed !== '' && event.code === this.swallowed) event.stopImmediatePropagation();
  }

  private press(event: Event): void {
    const { send } = this.host;
    if (!send || !event.isTrusted) return;
    const onSend = event
      .composedPath()
      .some((target) => target instanceof Element && target.matches(send));
    // A key that presses the button gives a click and nothing before it.
    const byKey = event.type === 'click' && (event as MouseEvent).detail === 0;
    const begins = event.type === 'pointerdown' || byKey;
    if (begins) this.pressing = onSend && this.holds();
    if (!this.pressing) return;
    stop(event);
    if (event.type !== 'click') return;
    this.pressing = false;
    this.raise();
  }

  /** Whether the message must not go out yet. */
  private holds(): boolean {
    if (this.passed !== null && this.passed === this.editor.text()) {
      this.passed = null;
      this.question.close();
      return false;
    }
    return this.grave().length > 0;
  }

  private grave(): PageFinding[] {
    return this.host.standing().filter(({ action }) => action === 'confirm');
  }

  private raise(): void {
    this.passed = null;
    this.host.raised();
    this.question.ask(this.grave());
  }

  /** Mends all that can be mended, as one step to undo; what cannot is left to the agent. */
  private async fix(findings: readonly PageFinding[]): Promise<void> {
    this.question.close();
    const text = this.editor.text();
    this.editor.element.focus({ preventScroll: true });
    const edits = joined(findings);
    if (edits.length > 0) await this.editor.apply(edits, text);
    else this.editor.setCaret(findings[0]?.end ?? text.length);
  }

  private pass(): void {
    this.passed = this.editor.text();
    this.question.ready();
    this.editor.element.focus({ preventScroll: true });
  }

  private back(): void {
    this.question.close();
    this.editor.element.focus({ preventScroll: true });
  }

  /** Other words are another message. */
  private changed(): void {
    this.passed = null;
    this.question.close();
  }
}

/** The first fix of each finding, in the order of the text, without those that reach into one another. */
function joined(findings: readonly PageFinding[]): Edit[] {
  const edits: Edit[] = [];
  const fixes = findings.flatMap(({ fixes }) => fixes[0] ?? []);
  const startOf = ({ edits }: { edits: Edit[] }) => edits[0]?.start ?? 0;
  for (const fix of fixes.sort((a, b) => startOf(a) - startOf(b))) {
    if (startOf(fix) >= (edits.at(-1)?.end ?? 0)) edits.push(...fix.edits);
  }
  return edits;
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
