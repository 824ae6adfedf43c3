/** As `test`, with one browser for all tests of a file: each has a tab of its own and the settings of a new user. */
import type { BrowserContext, Page } from '@playwright/test';
import { launch, serviceWorker } from './browser';
import { test as single } from './test';

declare const chrome: typeof import('wxt/browser').browser;

interface Shared {
  browserOfAll: BrowserContext;
  /** A page of the extension's own: from there a test does what the popup or the worker can. */
  backstage: Page;
}

export const test = single.extend<object, Shared>({
  browserOfAll: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
    async ({}, use) => {
      const context = await launch('chrome-e2e');
      await use(context);
      await context.close();
    },
    { scope: 'worker' },
  ],

  backstage: [
    async ({ browserOfAll }, use) => {
      const worker = await serviceWorker(browserOfAll);
      const page = await browserOfAll.newPage();
      await page.goto(new URL('/popup.html', worker.url()).href);
      await use(page);
    },
    { scope: 'worker' },
  ],

  context: async ({ browserOfAll }, use) => use(browserOfAll),

  page: async ({ context, backstage }, use) => {
    await backstage.evaluate(() => chrome.storage.local.clear());
    const page = await context.newPage();
    await use(page);
    await page.close();
  },
});
