/** What every browser test starts from: Chromium with the extension, and a server for the pages. */
import {
  type BrowserContext,
  test as base,
  expect,
  type Locator,
  type Page,
  type Worker,
} from '@playwright/test';
import en from '../public/_locales/en/messages.json' with { type: 'json' };
import zh from '../public/_locales/zh_CN/messages.json' with { type: 'json' };
import { type Build, launch, serviceWorker } from './browser';
import { serveStatic } from './static';

export { expect };

/** What code that runs inside the extension sees. */
declare const chrome: typeof import('wxt/browser').browser;

interface Options {
  /** The build to load. */
  build: Build;
  /** Device pixels to a CSS pixel. */
  scale: number;
}

interface Fixtures {
  /** Where the demo and the fixtures are served. */
  origin: string;
  /** The extension's service worker. */
  worker: Worker;
}

/** With a browser of its own for each test, for what does not end with a tab. */
export const alone = base.extend<Options & Fixtures>({
  build: ['chrome-e2e', { option: true }],
  scale: [1, { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
  origin: async ({}, use) => {
    const server = await serveStatic();
    await use(server.origin);
    await server.close();
  },

  context: async ({ build, scale }, use) => {
    const context = await launch(build, scale);
    await use(context);
    await context.close();
  },

  // A page that is there before the extension would never see it.
  page: async ({ context, build }, use) => {
    if (build !== 'none') await serviceWorker(context);
    await use(await context.newPage());
  },

  worker: async ({ context }, use) => {
    await use(await serviceWorker(context));
  },
});

/** One browser at a time, kept for as long as tests want the same. */
export class SharedBrowser {
  private kept: { wanted: string; context: BrowserContext; backstage: Page } | undefined;

  /** `folder` is where the build lies if not in its place. */
  constructor(private readonly folder?: string) {}

  async open(build: Build, scale: number) {
    const wanted = `${build} ${scale}`;
    if (this.kept?.wanted !== wanted) {
      await this.close();
      const context = await launch(build, scale, this.folder);
      const backstage = await context.newPage();
      this.kept = { wanted, context, backstage };
      if (build !== 'none') {
        const worker = await serviceWorker(context);
        await backstage.goto(new URL('/popup.html', worker.url()).href);
      }
    }
    return this.kept;
  }

  async close(): Promise<void> {
    await this.kept?.context.close();
    this.kept = undefined;
  }
}

interface Shared {
  shared: SharedBrowser;
}

interface Backstage {
  /** A page of the extension's own: from there a test does what the popup or the worker can. */
  backstage: Page;
}

/** With one browser for all: each test has tabs of its own and the settings of a new user. */
export const test = alone.extend<Backstage, Shared>({
  shared: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
    async ({}, use) => {
      const browser = new SharedBrowser();
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],

  backstage: async ({ shared, build, scale }, use) => {
    const { backstage } = await shared.open(build, scale);
    if (build !== 'none') await backstage.evaluate(() => chrome.storage.local.clear());
    await use(backstage);
  },

  context: async ({ shared, build, scale, backstage }, use) => {
    const { context } = await shared.open(build, scale);
    await use(context);
    for (const page of context.pages()) if (page !== backstage) await page.close();
  },
});

/** The demo's two kinds of input and the chats that have them. */
export const INPUTS = [
  { kind: 'textarea', chat: 'c-lu' },
  { kind: 'contenteditable', chat: 'c-nan' },
] as const;

export const REFUSAL = '你好，这个价格不能再便宜了';
export const REFUSAL_MARKS = ['warning 你好', 'warning 不能再便宜', 'warning 不能再便宜'];

/** Opens one of the demo's chats and puts the caret into its input. */
export async function openChat(page: Page, origin: string, chat: string): Promise<Locator> {
  if (!page.url().startsWith(`${origin}/demo/`)) await page.goto(`${origin}/demo/`);
  await page.locator(`[data-chat="${chat}"]`).click();
  const input = page.locator('[data-demo=input]');
  await input.click();
  return input;
}

/** Has the demo page run Huashu by itself. */
export async function startTrial(page: Page): Promise<void> {
  await page.getByRole('button', { name: '在本页试用' }).click();
  await expect(page.locator('.banner')).toHaveAttribute('data-presence', 'trial');
}

/**
 * What is underlined in an element, as `severity words`, in the order of the
 * text: read from the browser's own highlight registry, exact to the character.
 */
export function marks(input: Locator): Promise<string[]> {
  return input.evaluate((element) => {
    const value = (element as HTMLTextAreaElement).value as string | undefined;
    const found: [number, string][] = [];
    for (const severity of ['error', 'warning', 'hint']) {
      for (const range of CSS.highlights.get(`huashu-${severity}`) ?? []) {
        if (range instanceof Range) {
          const before = document.createRange();
          before.setStart(element, 0);
          before.setEnd(range.startContainer, range.startOffset);
          found.push([before.toString().length, `${severity} ${range}`]);
        } else {
          const { startOffset, endOffset } = range;
          found.push([startOffset, `${severity} ${value?.slice(startOffset, endOffset)}`]);
        }
      }
    }
    return found.sort(([a], [b]) => a - b).map(([, mark]) => mark);
  });
}

/** The words in an input, whichever kind it is. */
export function text(input: Locator): Promise<string> {
  return input.evaluate((el) =>
    el instanceof HTMLTextAreaElement || el instanceof HTMLInputElement
      ? el.value
      : (el as HTMLElement).innerText,
  );
}

/** Waits until exactly this is underlined. */
export async function expectMarks(input: Locator, expected: string[]): Promise<void> {
  await expect.poll(() => marks(input)).toEqual(expected);
}

/** Waits until the input says exactly this. */
export async function expectText(input: Locator, expected: string): Promise<void> {
  await expect.poll(() => text(input)).toBe(expected);
}

/** One of our texts, in whichever language this machine's browser speaks, whatever is filled in. */
export function says(key: keyof typeof zh, where: 'whole' | 'within' = 'whole'): RegExp {
  const either = [zh, en]
    .map((file) => file[key].message.replace(/[.*+?()[\]]/g, '\\$&').replace(/\$\d/g, '.*'))
    .join('|');
  return new RegExp(where === 'whole' ? `^(${either})$` : either);
}

/** The popover's card; there is at most one. */
export function card(page: Page): Locator {
  return page.locator('huashu-overlay .card');
}

/** Sends a message to the content script of a page, as the popup does. */
export async function askSite(worker: Worker, page: Page, type: string): Promise<unknown> {
  const url = page.url();
  return worker.evaluate(
    async ([url, type]) => {
      const [tab] = (await chrome.tabs.query({})).filter((t) => t.url === url);
      return chrome.tabs.sendMessage(tab?.id ?? -1, { type });
    },
    [url, type] as const,
  );
}

/** Changes the agent's settings as the popup does. */
export async function choose(worker: Pick<Worker, 'evaluate'>, settings: object): Promise<void> {
  await worker.evaluate((next) => chrome.storage.local.set({ settings: next }), settings);
}

/** Stops the extension's service worker, as the browser does when it has been idle. */
export async function killWorker(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  const stopped = new Promise<void>((resolve) => {
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      if (versions.some((version) => version.runningStatus === 'stopped')) resolve();
    });
  });
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await stopped;
}
