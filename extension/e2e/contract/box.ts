/** An editor on the page, as an agent, the application and the browser see it. */
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';
import type {} from '../../fixtures/editors/main';

export class Box {
  readonly input: Locator;
  /** The popover's card; there is at most one. */
  readonly card: Locator;

  constructor(
    readonly page: Page,
    scope: Page | FrameLocator,
  ) {
    this.input = scope.locator('textarea, input, [contenteditable=true]');
    this.card = scope.locator('huashu-overlay .card');
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  /** All at once, as an input method or a paste would. */
  insert(text: string): Promise<void> {
    return this.page.keyboard.insertText(text);
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  /** Opens the card. */
  async ask(): Promise<void> {
    await this.press('Alt+Enter');
    await expect(this.card).toBeVisible();
  }

  /**
   * Opens the card and accepts. Some editors join quick edits into one step to
   * undo, by the clock; an agent reads first.
   */
  async accept(): Promise<void> {
    await this.ask();
    await this.input.evaluate(() => {
      const { now } = Date;
      Date.now = () => now() + 5_000;
    });
    await this.press('Alt+Enter');
  }

  /** Waits until the card stands just above the first words underlined. */
  async expectCardAbove(): Promise<void> {
    const off = async () => {
      const words = await this.input.evaluate(() => {
        const [range] = CSS.highlights.get('huashu-warning') ?? [];
        const { left, top } = (range as Range).getClientRects()[0] as DOMRect;
        return { left, top };
      });
      const card = await this.card.evaluate((el) => {
        const { left, bottom } = el.getBoundingClientRect();
        return { left, bottom };
      });
      const gap = 8;
      return Math.max(Math.abs(words.top - gap - card.bottom), Math.abs(words.left - card.left));
    };
    await expect.poll(off).toBeLessThanOrEqual(1);
  }

  /** Has the application replace the text. */
  async write(text: string): Promise<void> {
    await this.input.evaluate((_, text) => mounted.write(text), text);
  }

  /** Has the application take the editor off the page. */
  async unmount(): Promise<void> {
    await this.input.evaluate(() => mounted.unmount());
  }

  /** Whether the page hears of a key, and as the first. */
  async hears(key: string): Promise<boolean> {
    await this.input.evaluate(() => {
      const heard = { key: false };
      Object.assign(globalThis, { heard });
      const hear = (event: KeyboardEvent) => {
        heard.key = !event.defaultPrevented;
        event.preventDefault();
      };
      addEventListener('keydown', hear, { capture: true });
    });
    await this.press(key);
    return this.input.evaluate(
      () => (globalThis as unknown as { heard: { key: boolean } }).heard.key,
    );
  }

  /** The text by the framework's own model. */
  state(): Promise<string> {
    return this.input.evaluate(() => mounted.state());
  }

  async expectState(expected: string): Promise<void> {
    await expect.poll(() => this.state()).toBe(expected);
  }

  /** Lets pass more frames than a fix may take. */
  async settle(): Promise<void> {
    await this.input.evaluate(async () => {
      for (let n = 0; n < 6; n++) await new Promise(requestAnimationFrame);
    });
  }

  /** Waits until both the DOM and the framework's model say exactly this. */
  async expectText(expected: string): Promise<void> {
    const read = () =>
      this.input.evaluate((el) => {
        const shown = (el as HTMLTextAreaElement).value ?? (el as HTMLElement).innerText;
        // What editors keep for the caret, and the space between paragraphs, are not words.
        const dom = shown.replace(/[\u200B\uFEFF]/g, '').replace(/\n+/g, '\n');
        return { dom: dom.replace(/\n$/, ''), state: mounted.state() };
      });
    await expect.poll(read).toEqual({ dom: expected, state: expected });
  }

  /** Waits until exactly this is underlined, each where its words stand. */
  async expectPainted(expected: string[]): Promise<void> {
    await expect.poll(() => this.input.evaluate(painted)).toEqual(expected);
  }
}

/**
 * What is underlined in an editor, as `severity words` in the order of the
 * text; with the rectangles of both when it is not painted where the words
 * stand. Runs inside the page; a text must have the same words once only.
 */
function painted(box: HTMLElement): string[] {
  const field = 'value' in box ? (box as HTMLTextAreaElement) : null;
  const nodes: Text[] = [];
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node as Text);
  const text = field ? field.value : nodes.map((node) => node.data).join('');

  /** Left, top, right and bottom of each line. */
  const measure = (range: { getClientRects(): DOMRectList }) =>
    [...range.getClientRects()]
      .filter((r) => r.width > 0)
      .flatMap((r) => [r.left, r.top, r.right, r.bottom]);
  const alike = (a: number[], b: number[]) =>
    a.length === b.length && a.every((side, i) => Math.abs(side - (b[i] as number)) <= 1);
  const place = (offset: number, edge: 'start' | 'end'): [Text, number] => {
    let at = offset;
    for (const node of nodes) {
      if (edge === 'start' ? at < node.length : at <= node.length) return [node, at];
      at -= node.length;
    }
    throw new Error(`no offset ${offset}`);
  };
  const standing = (start: number, end: number) => {
    if (field) return measure((field as unknown as ValueRanges).createValueRange(start, end));
    const range = document.createRange();
    range.setStart(...place(start, 'start'));
    range.setEnd(...place(end, 'end'));
    return measure(range);
  };

  const found: [number, string][] = [];
  for (const severity of ['error', 'warning', 'hint']) {
    for (const range of CSS.highlights.get(`huashu-${severity}`) ?? []) {
      const { startOffset, endOffset } = range;
      const words = range instanceof Range ? String(range) : text.slice(startOffset, endOffset);
      const at = text.indexOf(words);
      const is = measure(range as Range);
      const due = at < 0 ? [] : standing(at, at + words.length);
      const off = alike(is, due) ? '' : ` painted at ${is}, stands at ${due}`;
      found.push([at, `${severity} ${words}${off}`]);
    }
  }
  return found.sort(([a], [b]) => a - b).map(([, mark]) => mark);

  interface ValueRanges {
    createValueRange(start: number, end: number): Range;
  }
}
