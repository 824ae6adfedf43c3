/** Frames around elements of the page: the one that is pointed at, and those already picked. */
import type { TextKey, Texts } from '../i18n/texts';
import { oncePerFrame } from '../ui/frame';
import type { Picks } from './derive';

const NAMES: Record<keyof Picks, TextKey> = {
  input: 'teachInput',
  buyer: 'teachBuyer',
  agent: 'teachAgent',
};

export class Outlines {
  /** Whether they stand on a dark page. */
  dark = false;
  private readonly layer: HTMLElement;
  private pointed: Element | null = null;
  private kept: Partial<Picks> = {};

  constructor(
    shadow: ShadowRoot,
    private readonly texts: Texts,
    signal: AbortSignal,
  ) {
    const document = shadow.ownerDocument;
    this.layer = document.createElement('div');
    this.layer.ariaHidden = 'true';
    shadow.append(this.layer);
    const window = document.defaultView as Window;
    const drawSoon = oncePerFrame(document, () => this.draw(), signal);
    for (const type of ['scroll', 'resize']) {
      window.addEventListener(type, drawSoon, {
        capture: true,
        passive: true,
        signal,
      });
    }
  }

  /** Frames what is pointed at now. */
  point(element: Element | null): void {
    this.pointed = element;
    this.draw();
  }

  /** Frames what was picked so far. */
  keep(picks: Partial<Picks>): void {
    this.kept = picks;
    this.draw();
  }

  private draw(): void {
    const frames = Object.entries(this.kept).map(([name, element]) =>
      this.frame(element, 'kept', this.texts(NAMES[name as keyof Picks])),
    );
    if (this.pointed) frames.push(this.frame(this.pointed, 'pointed', ''));
    this.layer.className = `outlines${this.dark ? ' dark' : ''}`;
    this.layer.replaceChildren(...frames);
  }

  private frame(element: Element, kind: string, name: string): HTMLElement {
    const { left, top, width, height } = element.getBoundingClientRect();
    const frame = this.layer.ownerDocument.createElement('div');
    frame.className = `outline ${kind}`;
    Object.assign(frame.style, {
      left: `${left - 3}px`,
      top: `${top - 3}px`,
      width: `${width + 6}px`,
      height: `${height + 6}px`,
    });
    if (name) {
      const tag = this.layer.ownerDocument.createElement('span');
      tag.textContent = name;
      frame.append(tag);
    }
    return frame;
  }
}
