/** The list of snippets at the caret. It never holds the keyboard: typing goes on. */
import { computePosition, flip, offset, shift } from '@floating-ui/dom';
import { render } from 'preact';
import type { Texts } from '../i18n/texts';
import { createOverlay, onDark, sheetOf } from '../ui/overlay';
import type { Choice } from './expander';
import listCss from './list.css?inline';
import type { Filled } from './snippet';

/** Space between the list and the caret's line, in pixels. */
const GAP = 6;

export class SnippetList {
  private overlay: { host: HTMLElement; box: HTMLElement } | null = null;

  constructor(
    private readonly editor: HTMLElement,
    private readonly texts: Texts,
    private readonly choose: (index: number) => void,
  ) {}

  /** Shows the choices below `words`, with one of them (-1: none) as the one that Enter takes. */
  show(choices: readonly Choice[], chosen: number, words: DOMRect): void {
    this.overlay ??= this.build();
    const { box } = this.overlay;
    const { texts } = this;
    box.className = `snippets surface${onDark(this.editor) ? ' dark' : ''}`;
    const current = choices[chosen];
    render(
      <>
        <div role="listbox" aria-label={texts('snippetsLabel')}>
          {choices.map(({ name, filled }, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are pressed in the page's editor
            // biome-ignore lint/a11y/useFocusableInteractive: and there the focus stays
            <div
              key={name}
              role="option"
              aria-selected={index === chosen}
              onClick={() => this.choose(index)}
            >
              <b>/{name}</b>
              <span>{withBlanks(filled)}</span>
            </div>
          ))}
        </div>
        <p class="keys">
          <kbd>↑</kbd> <kbd>↓</kbd> {texts('snippetsChoose')}
          {' · '}
          <kbd>Tab</kbd> {texts('snippetsInsert')}
          {' · '}
          <kbd>Esc</kbd> {texts('popoverKeyClose')}
        </p>
        <div class="spoken" aria-live="polite">
          {current
            ? `/${current.name} ${current.filled.text}`
            : texts('snippetsCount', choices.length)}
        </div>
      </>,
      box,
    );
    const reference = { getBoundingClientRect: () => words, contextElement: this.editor };
    void computePosition(reference, box, {
      strategy: 'fixed',
      placement: 'bottom-start',
      middleware: [offset(GAP), flip({ padding: GAP }), shift({ padding: GAP })],
    }).then(({ x, y }) => {
      box.style.left = `${Math.round(x)}px`;
      box.style.top = `${Math.round(y)}px`;
    });
  }

  close(): void {
    if (!this.overlay) return;
    render(null, this.overlay.box);
    this.overlay.host.remove();
    this.overlay = null;
  }

  private build(): { host: HTMLElement; box: HTMLElement } {
    const { host, shadow } = createOverlay(this.editor);
    shadow.adoptedStyleSheets.push(sheetOf(listCss));
    const box = host.ownerDocument.createElement('div');
    box.popover = 'manual';
    shadow.append(box);
    box.showPopover();
    return { host, box };
  }
}

/** A snippet's text with a gap to see wherever something is missing. */
function withBlanks({ text, blanks }: Filled) {
  const ends = [...blanks.map(({ at }) => at), text.length];
  return ends.map((end, i) => (
    <>
      {text.slice(ends[i - 1] ?? 0, end)}
      {i < blanks.length && <i class="blank" />}
    </>
  ));
}
