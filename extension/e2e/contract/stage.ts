/** One browser for the whole contract: every test opens the editor it needs in the same tab. */
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import type { EditorName } from '../../fixtures/editors/editors';
import type { PlaceName } from '../../fixtures/editors/places';
import { launch, serviceWorker } from '../browser';
import { serveStatic } from '../static';
import { Box } from './box';
import { isOwn, type Path } from './editors';

export interface Opening {
  place?: PlaceName;
  path?: Path;
}

export class Stage {
  constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    /** A page of the extension's own, from which tests reach behind the scene. */
    readonly backstage: Page,
    readonly origin: string,
  ) {}

  /** Starts a browser with the extension and a server for the page. */
  static async raise(): Promise<Stage> {
    const [server, context] = await Promise.all([serveStatic(), launch('chrome-e2e')]);
    const worker = await serviceWorker(context);
    const backstage = await context.newPage();
    await backstage.goto(new URL('popup.html', worker.url()).href);
    const page = context.pages()[0] ?? (await context.newPage());
    await page.bringToFront();
    context.on('close', () => void server.close());
    return new Stage(context, page, backstage, server.origin);
  }

  /** Loads the page afresh with an editor in it, and puts the caret there. */
  async open(editor: EditorName, { place = 'page', path = 'native' }: Opening = {}): Promise<Box> {
    const { page } = this;
    await page.goto(`${this.origin}/fixtures/editors/?editor=${editor}&place=${place}`);
    if (path === 'mirror') await this.withoutValueRanges();
    const framed = place === 'frame' || place === 'foreign';
    const box = new Box(page, framed ? page.frameLocator('iframe') : page);
    await box.input.click();
    return box;
  }

  /** Takes from the extension, not from the page, what other browsers do not have. */
  private async withoutValueRanges(): Promise<void> {
    const session = await this.context.newCDPSession(this.page);
    const world = new Promise<number>((found) => {
      session.on('Runtime.executionContextCreated', ({ context }) => {
        if (context.origin.startsWith('chrome-extension:')) found(context.id);
      });
    });
    await session.send('Runtime.enable');
    await session.send('Runtime.evaluate', {
      contextId: await world,
      expression: `for (const { prototype } of [HTMLTextAreaElement, HTMLInputElement])
        delete prototype.createValueRange;`,
    });
    await session.detach();
  }

  /** Does something on a screen with so many device pixels to a CSS pixel. */
  async scaled(deviceScaleFactor: number, work: () => Promise<void>): Promise<void> {
    const session = await this.context.newCDPSession(this.page);
    const same = { width: 0, height: 0, mobile: false };
    await session.send('Emulation.setDeviceMetricsOverride', { ...same, deviceScaleFactor });
    await work();
    await session.send('Emulation.clearDeviceMetricsOverride');
    await session.detach();
  }

  /** An input method. */
  async compose(): Promise<{ half: (...texts: string[]) => Promise<void> }> {
    const session = await this.context.newCDPSession(this.page);
    return {
      /** The word being composed, as it grows; typing or inserting text ends it. */
      async half(...texts) {
        for (const text of texts) {
          const [selectionStart, selectionEnd] = [text.length, text.length];
          await session.send('Input.imeSetComposition', { text, selectionStart, selectionEnd });
        }
      },
    };
  }

  /** Notes every text that any page has checked from now on. */
  async overhear(): Promise<() => Promise<string[]>> {
    await this.backstage.reload();
    await this.backstage.evaluate(() => {
      const checked: string[] = [];
      Object.assign(globalThis, { checked });
      chrome.runtime.onConnect.addListener((port) =>
        port.onMessage.addListener((message: { type: string; text: string }) => {
          if (message.type === 'check') checked.push(message.text);
        }),
      );
    });
    return () =>
      this.backstage.evaluate(() => (globalThis as unknown as { checked: string[] }).checked);
  }

  /** Everything on the page that could tell of us: its tree, its attributes and its styles. */
  snapshot(): Promise<unknown> {
    return this.page.evaluate(() => {
      const shadows = [...document.querySelectorAll('*')].flatMap((el) => el.shadowRoot ?? []);
      return {
        html: [document.documentElement.outerHTML, ...shadows.map((root) => root.innerHTML)],
        sheets: [document, ...shadows].map((root) => root.adoptedStyleSheets.length),
        highlights: [...CSS.highlights.keys()],
      };
    });
  }

  /** What there is of ours. */
  traces(): Promise<{ highlights: string[]; elements: string[] }> {
    return this.page.evaluate(() => ({
      highlights: [...CSS.highlights.keys()],
      elements: [...document.querySelectorAll('huashu-overlay')].map((el) => el.outerHTML),
    }));
  }

  /** Changes the agent's settings as the popup does. */
  async choose(settings: object): Promise<void> {
    await this.backstage.evaluate((next) => chrome.storage.local.set({ settings: next }), settings);
  }
}

/** What code that runs in a page of the extension sees. */
declare const chrome: typeof import('wxt/browser').browser;

export const test = base.extend<{ sound: undefined }, { stage: Stage }>({
  // Whatever we do, no editor may stumble over it.
  sound: [
    async ({ stage }, use) => {
      const errors: string[] = [];
      const note = (error: Error) => void errors.push(error.stack ?? error.message);
      stage.page.on('pageerror', note);
      await use(undefined);
      stage.page.off('pageerror', note);
      expect(errors.filter((error) => !isOwn(error))).toEqual([]);
    },
    { auto: true },
  ],

  stage: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
    async ({}, use) => {
      const stage = await Stage.raise();
      await use(stage);
      await stage.context.close();
    },
    { scope: 'worker' },
  ],
});
