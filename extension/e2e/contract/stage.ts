/** One browser for the whole contract: every test opens the editor it needs in the same tab. */
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import type { EditorName } from '../../fixtures/editors/editors';
import type { PlaceName } from '../../fixtures/editors/places';
import { launch, serviceWorker } from '../browser';
import { serveStatic } from '../static';
import { Box } from './box';
import type { Path } from './editors';

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
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],

  stage: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
    async ({}, use) => {
      const server = await serveStatic();
      const context = await launch('chrome-e2e');
      const worker = await serviceWorker(context);
      const backstage = await context.newPage();
      await backstage.goto(new URL('popup.html', worker.url()).href);
      const page = context.pages()[0] ?? (await context.newPage());
      await page.bringToFront();
      await use(new Stage(context, page, backstage, server.origin));
      await context.close();
      await server.close();
    },
    { scope: 'worker' },
  ],
});
