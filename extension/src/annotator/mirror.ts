/**
 * A see-through copy of a field's text laid exactly over it, for browsers
 * whose fields cannot be painted into. It stands in an overlay of ours, and
 * only while something is marked; the field itself is only measured.
 */
import { autoUpdate } from '@floating-ui/dom';
import { createOverlay, sheetOf } from '../ui/overlay';
import type { TextRange } from './editor';
import type { Field } from './field';
import highlightCss from './highlight.css?inline';
import mirrorCss from './mirror.css?inline';

/** What decides where a field's characters stand. */
const COPIED = [
  // The language decides which of a family's fonts stands for a Chinese character.
  '-webkit-locale',
  'direction',
  'font-family',
  'font-feature-settings',
  'font-kerning',
  'font-size',
  'font-stretch',
  'font-style',
  'font-variant',
  'font-weight',
  'letter-spacing',
  'line-height',
  'overflow-wrap',
  'padding-bottom',
  'padding-left',
  'padding-right',
  'padding-top',
  'tab-size',
  'text-align',
  'text-indent',
  'text-transform',
  'word-break',
  'word-spacing',
  'writing-mode',
];

export class Mirror {
  private readonly words: Text;
  private readonly frame: HTMLElement;
  private readonly copy: HTMLElement;
  /** Tells how much of the field its ancestors let be seen. */
  private sight: IntersectionObserver | undefined;
  /** Ranges in use. */
  private ranges = 0;
  private readonly life = new AbortController();

  /** A mirror until its last range is released, which `gone` tells, or `signal` aborts. */
  constructor(
    private readonly field: Field,
    signal: AbortSignal,
    private readonly gone: () => void,
  ) {
    const { host, shadow } = createOverlay(field);
    shadow.adoptedStyleSheets = [sheetOf(mirrorCss), sheetOf(highlightCss)];
    const document = field.ownerDocument;
    this.frame = document.createElement('div');
    this.frame.className = 'frame';
    this.frame.ariaHidden = 'true';
    this.copy = document.createElement('div');
    this.copy.className = field instanceof HTMLInputElement ? 'copy line' : 'copy';
    this.words = document.createTextNode('');
    this.copy.append(this.words);
    this.frame.append(this.copy);
    shadow.append(this.frame);

    const stop = autoUpdate(field, this.frame, () => this.place());
    const life = AbortSignal.any([signal, this.life.signal]);
    field.addEventListener('scroll', () => this.scroll(), { signal: life, passive: true });
    field.addEventListener('input', () => this.write(), { signal: life });
    life.addEventListener(
      'abort',
      () => {
        stop();
        this.sight?.disconnect();
        host.remove();
      },
      { once: true },
    );
  }

  range(start: number, end: number): TextRange {
    this.write();
    this.ranges++;
    const range = this.field.ownerDocument.createRange();
    range.setStart(this.words, Math.min(start, this.words.length));
    range.setEnd(this.words, Math.min(end, this.words.length));
    const words = String(range);
    return {
      range,
      rects: () => [...range.getClientRects()],
      intact: () => String(range) === words,
      release: () => this.release(),
    };
  }

  private release(): void {
    if (--this.ranges > 0) return;
    this.life.abort();
    this.gone();
  }

  /** Takes over the field's words; the ranges move with what changed. */
  private write(): void {
    const { value } = this.field;
    const { data } = this.words;
    if (value === data) return;
    const shorter = Math.min(value.length, data.length);
    let head = 0;
    while (head < shorter && value[head] === data[head]) head++;
    let tail = 0;
    while (tail < shorter - head && value.at(-1 - tail) === data.at(-1 - tail)) tail++;
    this.words.replaceData(head, data.length - head - tail, value.slice(head, value.length - tail));
    this.scroll();
  }

  private place(): void {
    const { field, frame, copy } = this;
    const style = getComputedStyle(field);
    for (const property of COPIED) {
      copy.style.setProperty(property, style.getPropertyValue(property));
    }
    // The box is measured in the screen's pixels, all else in the field's own; both may be
    // zoomed by the page, the frame only by what the page has done since the overlay was made.
    const zoom = field.currentCSSZoom;
    const ours = frame.currentCSSZoom;
    const box = field.getBoundingClientRect();
    // Not clientWidth, which is rounded, and a line could break elsewhere.
    const width = box.width / zoom - (field.offsetWidth - field.clientWidth);
    const height = box.height / zoom - (field.offsetHeight - field.clientHeight);
    copy.style.width = `${width}px`;
    copy.style.zoom = `${zoom / ours}`;
    frame.style.width = `${(width * zoom) / ours}px`;
    frame.style.height = `${(height * zoom) / ours}px`;
    this.moveTo(box.left + field.clientLeft * zoom, box.top + field.clientTop * zoom);
    this.scroll();
    // One that is new always tells how things stand, and again only when another part comes to sight.
    this.sight?.disconnect();
    this.sight = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) this.clip(entry);
      },
      { root: field.ownerDocument },
    );
    this.sight.observe(field);
  }

  /** Cuts off what the field's ancestors, which scroll or hide what is too large, cut off the field. */
  private clip({ boundingClientRect: whole, intersectionRect: seen }: IntersectionObserverEntry) {
    const { frame } = this;
    const field = this.field.getBoundingClientRect();
    const own = frame.getBoundingClientRect();
    const insets = [
      seen.top - whole.top + field.top - own.top,
      whole.right - seen.right + own.right - field.right,
      whole.bottom - seen.bottom + own.bottom - field.bottom,
      seen.left - whole.left + field.left - own.left,
    ].map((inset) => `${inset / frame.currentCSSZoom}px`);
    const nothing = seen.width * seen.height === 0;
    frame.style.clipPath = `inset(${nothing ? '50%' : insets.join(' ')})`;
  }

  /** Puts the frame at a point of the viewport, whatever the page has made its `fixed` relative to. */
  private moveTo(left: number, top: number): void {
    const { style } = this.frame;
    style.left = '0px';
    style.top = '0px';
    const origin = this.frame.getBoundingClientRect();
    const zoom = this.frame.currentCSSZoom;
    style.left = `${(left - origin.left) / zoom}px`;
    style.top = `${(top - origin.top) / zoom}px`;
  }

  private scroll(): void {
    const { scrollLeft, scrollTop } = this.field;
    this.copy.style.transform = `translate(${-scrollLeft}px, ${-scrollTop}px)`;
  }
}
