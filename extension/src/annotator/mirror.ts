/**
 * A see-through copy of a field's text laid exactly over it, for browsers
 * whose fields cannot be painted into. It stands in an overlay of ours; the
 * field itself is only measured.
 */
import { autoUpdate } from '@floating-ui/dom';
import { createOverlay, sheetOf } from '../ui/overlay';
import type { TextRange } from './editor';
import type { Field } from './field';
import highlightCss from './highlight.css?inline';
import mirrorCss from './mirror.css?inline';

/** What decides where a field's characters stand. */
const COPIED = [
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

  constructor(
    private readonly field: Field,
    signal: AbortSignal,
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
    field.addEventListener('scroll', () => this.scroll(), { signal, passive: true });
    field.addEventListener('input', () => this.write(), { signal });
    signal.addEventListener(
      'abort',
      () => {
        stop();
        host.remove();
      },
      { once: true },
    );
  }

  range(start: number, end: number): TextRange {
    this.write();
    const range = this.field.ownerDocument.createRange();
    range.setStart(this.words, Math.min(start, this.words.length));
    range.setEnd(this.words, Math.min(end, this.words.length));
    return { range, rects: () => [...range.getClientRects()], release: () => range.detach() };
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
    const style = getComputedStyle(this.field);
    for (const property of COPIED) {
      this.copy.style.setProperty(property, style.getPropertyValue(property));
    }
    const box = this.field.getBoundingClientRect();
    this.frame.style.left = `${box.left + this.field.clientLeft}px`;
    this.frame.style.top = `${box.top + this.field.clientTop}px`;
    this.frame.style.width = `${this.field.clientWidth}px`;
    this.frame.style.height = `${this.field.clientHeight}px`;
    this.scroll();
  }

  private scroll(): void {
    const { scrollLeft, scrollTop } = this.field;
    this.copy.style.transform = `translate(${-scrollLeft}px, ${-scrollTop}px)`;
  }
}
