/**
 * Stops a message once before it goes out when it holds what would get the
 * shop punished, and asks. It knows only what the engine has already found in
 * the very text that stands in the box: where the engine is slow, away or
 * wrong, nothing is ever held up. It never sends; "send anyway" lets the
 * agent's next try pass.
 */
import type { Editor } from '../annotator/editor';
import type { Texts } from '../i18n/texts';
import type { PageFinding } from '../protocol/engine';
import { listenUntil } from '../ui/listen';
import { Question } from './question';

export interface GuardHost {
  /** What was found in the text that now stands in the box. */
  standing(): PageFinding[];
  /** The page's send button, if the adapter knows it. */
  send: string | undefined;
  /** The rewrites of these rules' findings were taken. */
  mended(rules: string[]): void;
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
    const on = listenUntil(signal, { capture: true });
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
    const mended = apart(findings);
    const edits = mended.flatMap(({ fixes }) => fixes[0]?.edits ?? []);
    if (edits.length === 0) this.editor.setCaret(findings[0]?.end ?? text.length);
    else if (await this.editor.apply(edits, text)) {
      this.host.mended(mended.map(({ rule }) => rule));
    }
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

/** The findings whose first fixes do not reach into one another, in the order of the text. */
function apart(findings: readonly PageFinding[]): PageFinding[] {
  const chosen: PageFinding[] = [];
  const edits = ({ fixes }: PageFinding) => fixes[0]?.edits ?? [];
  const startOf = (finding: PageFinding) => edits(finding)[0]?.start ?? 0;
  const mendable = findings.filter((finding) => edits(finding).length > 0);
  for (const finding of mendable.sort((a, b) => startOf(a) - startOf(b))) {
    const last = chosen.at(-1);
    const end = (last && edits(last).at(-1)?.end) ?? 0;
    if (startOf(finding) >= end) chosen.push(finding);
  }
  return chosen;
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
