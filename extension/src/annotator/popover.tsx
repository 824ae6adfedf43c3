/**
 * The card beside the marked words. It stands in the top layer, in a shadow
 * root of ours, and only while it is open. Where it came from decides how it
 * goes: one opened by hovering leaves with the pointer, one asked for by a
 * click or a key stays until it is closed.
 */
import { computePosition, flip, offset, shift, type VirtualElement } from '@floating-ui/dom';
import type { Fix } from '@huashu/wasm/types';
import { render } from 'preact';
import type { Texts } from '../i18n/texts';
import type { PageFinding } from '../protocol/engine';
import { createOverlay, onDark, sheetOf } from '../ui/overlay';
import { Card } from './card';
import popoverCss from './popover.css?inline';

export interface PopoverActions {
  apply(finding: PageFinding, fix: Fix): void;
  ignore(finding: PageFinding): void;
  ignoreAlways(finding: PageFinding): void;
  /** The card stays and says thank you. */
  falseAlarm(finding: PageFinding): void;
  /** The card has gone; `focused` tells whether the keyboard was in it. */
  closed(focused: boolean): void;
  /** The pointer has left the card. */
  left(): void;
  /** The keyboard has left the card. */
  unfocused(): void;
}

export interface Showing {
  finding: PageFinding;
  place: number;
  total: number;
  /** The marked words, one rectangle a line. */
  words: DOMRect[];
  /** Where typing continues, if it is in sight. */
  caret: DOMRect | null;
  /** Asked for, not merely hovered over. */
  pinned: boolean;
}

/** Space between the card and what it must not cover, in pixels. */
const GAP = 8;

export class Popover {
  private overlay: { host: HTMLElement; card: HTMLElement } | null = null;
  private showing: Showing | null = null;

  constructor(
    private readonly editor: HTMLElement,
    private readonly texts: Texts,
    private readonly actions: PopoverActions,
  ) {}

  /** The finding that the card speaks of, or null when it is closed. */
  get finding(): PageFinding | null {
    return this.showing?.finding ?? null;
  }

  get pinned(): boolean {
    return this.showing?.pinned ?? false;
  }

  get hovered(): boolean {
    return this.overlay?.card.matches(':hover') ?? false;
  }

  get focused(): boolean {
    return this.overlay?.card.matches(':focus-within') ?? false;
  }

  /** Whether an event came from inside the card. */
  owns(event: Event): boolean {
    return this.overlay !== null && event.composedPath().includes(this.overlay.host);
  }

  show(showing: Showing): void {
    this.overlay ??= this.build();
    this.showing = showing;
    const { card } = this.overlay;
    const { finding, place, total } = showing;
    card.classList.toggle('dark', onDark(this.editor));
    render(
      <>
        <Card
          key={`${finding.rule} ${finding.start}`}
          finding={finding}
          place={place}
          total={total}
          texts={this.texts}
          onapply={(fix) => this.actions.apply(finding, fix)}
          onignore={() => this.actions.ignore(finding)}
          onignorealways={() => this.actions.ignoreAlways(finding)}
          onfalsealarm={() => this.actions.falseAlarm(finding)}
        />
        <div class="spoken" aria-live="polite">
          {showing.pinned ? `${finding.text}: ${finding.message}` : ''}
        </div>
      </>,
      card,
    );
    // The observer places it when its size changes; here are new words at the same size.
    void this.place(showing);
  }

  /** Moves the keyboard into the card. */
  focus(): void {
    this.overlay?.card.querySelector('button')?.focus();
  }

  close(): void {
    if (!this.overlay) return;
    const { host, card } = this.overlay;
    const { focused } = this;
    this.overlay = null;
    this.showing = null;
    render(null, card);
    host.remove();
    this.actions.closed(focused);
  }

  private build(): { host: HTMLElement; card: HTMLElement } {
    const { host, shadow } = createOverlay(this.editor);
    shadow.adoptedStyleSheets.push(sheetOf(popoverCss));
    const card = host.ownerDocument.createElement('div');
    card.className = 'card surface';
    card.popover = 'manual';
    card.role = 'dialog';
    card.ariaLabel = this.texts('popoverLabel');
    card.setAttribute('aria-describedby', 'message');
    shadow.append(card);
    card.addEventListener('pointerleave', () => this.actions.left());
    card.addEventListener('focusout', () => this.actions.unfocused());
    // It grows when the why is opened, and must not grow over the words.
    new ResizeObserver(() => {
      if (this.showing) void this.place(this.showing);
    }).observe(card);
    card.showPopover();
    return { host, card };
  }

  private async place({ words, caret }: Showing): Promise<void> {
    const card = this.overlay?.card;
    const first = words[0];
    if (!card || !first) return;
    const kept = caret ? [...words, caret] : words;
    const top = Math.min(...kept.map((r) => r.top));
    const bottom = Math.max(...kept.map((r) => r.bottom));
    // As wide as the words, but as high as words and caret: above or below of it both stay in sight.
    const reference: VirtualElement = {
      getBoundingClientRect: () => new DOMRect(first.left, top, first.width, bottom - top),
      contextElement: this.editor,
    };
    const { x, y } = await computePosition(reference, card, {
      strategy: 'fixed',
      placement: 'top-start',
      middleware: [offset(GAP), flip({ padding: GAP }), shift({ padding: GAP })],
    });
    card.style.left = `${Math.round(x)}px`;
    card.style.top = `${Math.round(y)}px`;
  }
}
