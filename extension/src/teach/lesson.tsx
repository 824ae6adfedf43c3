/**
 * The lesson: the user points at the input box and at one message of each
 * side, sees what Huashu makes of it, and confirms. All is drawn in our own
 * shadow root; the page feels nothing. Esc leaves at any time.
 */
import type { Adapter } from '@huashu/wasm/types';
import { render } from 'preact';
import { type Row, readRows } from '../chat/rows';
import type { Texts } from '../i18n/texts';
import { checkAdapter } from '../site/adapters';
import { createOverlay, onDark, sheetOf } from '../ui/overlay';
import { boxAt, boxesIn, wordsIn } from './boxes';
import { Card, type Picked, type Shown } from './card';
import { derive, type Fault, type Picks } from './derive';
import { Outlines } from './outlines';
import { Pointer } from './pointer';
import teachCss from './teach.css?inline';

export interface LessonHost {
  document: Document;
  texts: Texts;
  /** Keeps what was learnt. */
  keep(adapter: Adapter): Promise<void>;
  /** It is over, whatever came of it. */
  ended(): void;
}

const STEPS: readonly Picked[] = ['input', 'buyer', 'agent'];

export class Lesson {
  private readonly life = new AbortController();
  private readonly overlay: { host: HTMLElement; shadow: ShadowRoot };
  private readonly card: HTMLElement;
  private readonly outlines: Outlines;
  private pointing: { pointer: Pointer; life: AbortController } | null = null;
  private picks: Partial<Picks> = {};
  private side: 'left' | 'right' = 'right';
  /** Whoever points by keyboard goes on in the card by keyboard. */
  private byKeyboard = false;

  constructor(private readonly host: LessonHost) {
    const { document, texts } = host;
    this.overlay = createOverlay(document.body);
    const { shadow } = this.overlay;
    shadow.adoptedStyleSheets.push(sheetOf(teachCss));
    this.outlines = new Outlines(shadow, texts, this.life.signal);
    this.card = document.createElement('div');
    this.card.role = 'dialog';
    this.card.ariaLabel = texts('teachTitle');
    shadow.append(this.card);
    const window = document.defaultView as Window;
    const { signal } = this.life;
    window.addEventListener('keydown', (event) => this.keydown(event), { capture: true, signal });
    window.addEventListener('pointerdown', () => (this.byKeyboard = false), {
      capture: true,
      signal,
    });
    this.ask();
  }

  /** Ends the lesson and takes every trace of it off the page. */
  end(): void {
    if (this.life.signal.aborted) return;
    this.stopPointing();
    this.life.abort();
    render(null, this.card);
    this.overlay.host.remove();
    this.host.ended();
  }

  private keydown(event: KeyboardEvent): void {
    if (!event.isTrusted) return;
    this.byKeyboard = true;
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.end();
  }

  /** Asks for the first thing that has not been pointed at. */
  private ask(fault?: Fault): void {
    const wanted = STEPS.find((step) => !this.picks[step]);
    if (!wanted) {
      this.conclude();
      return;
    }
    this.stopPointing();
    const life = new AbortController();
    const { document } = this.host;
    const isInput = wanted === 'input';
    const pointer = new Pointer(
      {
        document,
        owns: (event) => event.composedPath().includes(this.overlay.host),
        meant: (element) => (isInput ? boxAt(element) : this.messageAt(element)),
        choices: () => (isInput ? boxesIn(document) : wordsIn(document, this.picks.input ?? null)),
        changed: (element) => this.outlines.point(element),
        taken: (element) => {
          this.picks = { ...this.picks, [wanted]: element };
          this.ask();
        },
      },
      life.signal,
    );
    this.pointing = { pointer, life };
    this.outlines.keep(this.picks);
    this.draw({ step: wanted, ...(fault && { fault }) });
    // Whoever has no pointer begins at the likely place.
    if (isInput) pointer.point(boxesIn(document)[0] ?? null);
  }

  /** A message that was pointed at: anything with words, outside the box. */
  private messageAt(element: Element): Element | null {
    const { input } = this.picks;
    if (input && (input.contains(element) || element.contains(input))) return null;
    return (element.textContent ?? '').trim() === '' ? null : element;
  }

  /** All was pointed at: shows what comes of it. */
  private conclude(): void {
    this.stopPointing();
    this.outlines.point(null);
    const learnt = derive(this.picks as Picks);
    if (typeof learnt === 'string') {
      this.picks = { ...(this.picks.input && { input: this.picks.input }) };
      this.ask(learnt);
      return;
    }
    const { document } = this.host;
    this.outlines.keep({});
    const check = checkAdapter(learnt, document);
    this.draw({ step: 'confirm', adapter: learnt, check, last: this.lastOf(learnt) });
  }

  /** The last three messages, of both sides. */
  private lastOf(adapter: Adapter): Row[] {
    const list = this.host.document.querySelector(adapter.list ?? 'body');
    const rows = list ? readRows(adapter, list, new Date()) : [];
    const said = rows.filter(({ role }) => role === 'buyer' || role === 'agent');
    const last = said.slice(-3);
    const other = said.findLast(({ role }) => last.every((row) => row.role !== role));
    return other ? [other, ...last.slice(1)] : last;
  }

  /** Huashu is at work: its panel mostly stands at the right. */
  private finish(): void {
    this.side = 'left';
    this.draw({ step: 'done' });
  }

  private stopPointing(): void {
    this.pointing?.life.abort();
    this.pointing = null;
  }

  private draw(shown: Shown): void {
    const { texts, keep, document } = this.host;
    const dark = onDark(document.body);
    this.card.className = `teach surface ${this.side}${dark ? ' dark' : ''}`;
    this.outlines.dark = dark;
    render(
      <Card
        shown={shown}
        texts={texts}
        onmove={() => {
          this.side = this.side === 'left' ? 'right' : 'left';
          this.draw(shown);
        }}
        onagain={() => {
          this.picks = {};
          this.ask();
        }}
        onkeep={(adapter) => void keep(adapter).then(() => this.finish())}
        onleave={() => this.end()}
      />,
      this.card,
    );
    if (this.byKeyboard && !this.pointing)
      this.card.querySelector<HTMLElement>('.primary')?.focus();
  }
}
