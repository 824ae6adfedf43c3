/** The question before a message goes out: what stands in it, why that matters, and three ways on. */
import { computePosition, flip, offset, shift } from '@floating-ui/dom';
import { render } from 'preact';
import type { Texts } from '../i18n/texts';
import type { PageFinding } from '../protocol/engine';
import { createOverlay, onDark, sheetOf } from '../ui/overlay';
import questionCss from './question.css?inline';

export interface QuestionActions {
  fix(findings: readonly PageFinding[]): void;
  send(): void;
  back(): void;
}

/** Space between the question and the box, in pixels. */
const GAP = 8;

export class Question {
  private overlay: { host: HTMLElement; box: HTMLElement } | null = null;

  constructor(
    private readonly editor: HTMLElement,
    private readonly texts: Texts,
    private readonly actions: QuestionActions,
  ) {}

  /** Asks about these findings; the keyboard goes to the answer that mends them. */
  ask(findings: readonly PageFinding[]): void {
    const { box } = this.open('alertdialog');
    const { texts, actions } = this;
    render(
      <>
        <h2 id="title">
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 1.5l5.5 2v4c0 3.5-2.3 6-5.5 7-3.2-1-5.5-3.5-5.5-7v-4zM8 5v3.5M8 10.9v.1" />
          </svg>
          {texts('guardTitle')}
        </h2>
        <ul id="what">
          {findings.map(({ rule, start, severity, text, message, why }) => (
            <li key={`${rule} ${start}`}>
              <span class={`marked ${severity}`}>{text}</span>
              <p>{message}</p>
              <p class="why">{why}</p>
            </li>
          ))}
        </ul>
        <div class="actions">
          <button type="button" class="primary" onClick={() => actions.fix(findings)}>
            {texts('guardFix')}
          </button>
          <button type="button" class="quiet" onClick={() => actions.send()}>
            {texts('guardSend')}
          </button>
          <button type="button" class="quiet" onClick={() => actions.back()}>
            {texts('guardBack')}
          </button>
        </div>
      </>,
      box,
    );
    this.place();
    box.querySelector('button')?.focus({ preventScroll: true });
  }

  /** Says that the next try goes through, without holding the keyboard. */
  ready(): void {
    const { box } = this.open('status');
    render(<p class="ready">{this.texts('guardReady')}</p>, box);
    this.place();
  }

  close(): void {
    if (!this.overlay) return;
    render(null, this.overlay.box);
    this.overlay.host.remove();
    this.overlay = null;
  }

  place(): void {
    const { box } = this.overlay ?? {};
    if (!box) return;
    const middleware = [offset(GAP), flip({ padding: GAP }), shift({ padding: GAP })];
    void computePosition(this.editor, box, {
      strategy: 'fixed',
      placement: 'top-start',
      middleware,
    }).then(({ x, y }) => {
      box.style.left = `${Math.round(x)}px`;
      box.style.top = `${Math.round(y)}px`;
    });
  }

  private open(role: 'alertdialog' | 'status'): { host: HTMLElement; box: HTMLElement } {
    this.overlay ??= this.build();
    const { box } = this.overlay;
    box.role = role;
    box.className = `question surface${onDark(this.editor) ? ' dark' : ''}`;
    return this.overlay;
  }

  private build(): { host: HTMLElement; box: HTMLElement } {
    const { host, shadow } = createOverlay(this.editor);
    shadow.adoptedStyleSheets.push(sheetOf(questionCss));
    const box = host.ownerDocument.createElement('div');
    box.popover = 'manual';
    box.setAttribute('aria-labelledby', 'title');
    box.setAttribute('aria-describedby', 'what');
    box.addEventListener('keydown', (event) => this.keydown(event));
    shadow.append(box);
    box.showPopover();
    return { host, box };
  }

  private keydown(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.actions.back();
    if (event.key !== 'Tab') return;
    // The question is to be answered: the keyboard stays until it is.
    event.preventDefault();
    const buttons = [...(this.overlay?.box.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    buttons.at((at + (event.shiftKey ? -1 : 1)) % buttons.length)?.focus();
  }
}
