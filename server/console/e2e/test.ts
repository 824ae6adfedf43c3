/** What every test starts from: a shop, shared by all, and a page in which somebody is signed in. */
import AxeBuilder from '@axe-core/playwright';
import { type Browser, test as base, chromium, expect, type Page } from '@playwright/test';
import { newRule } from '../web/src/shop/new-pack';
import { Shop } from './shop';

export { expect, type Page };

interface Options {
  theme: 'light' | 'dark';
  language: 'zh' | 'en';
}

interface Fixtures {
  /** A page of nobody's. */
  stranger: Page;
  /** A page of the editor's. */
  page: Page;
}

interface Shared {
  shop: Shop;
  editorToken: string;
  chromium156: Browser;
}

export const test = base.extend<Options & Fixtures, Shared>({
  theme: ['light', { option: true }],
  language: ['zh', { option: true }],

  shop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
    async ({}, use) => {
      const shop = await Shop.start();
      await use(shop);
      await shop.stop();
    },
    { scope: 'worker' },
  ],

  editorToken: [
    async ({ shop }, use) => {
      await use(await shop.hire('小林', 'editor'));
    },
    { scope: 'worker' },
  ],

  chromium156: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
    async ({}, use) => {
      const browser = await chromium.launch({
        executablePath: '/usr/bin/chromium',
        args: ['--no-sandbox'],
      });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],

  stranger: async ({ chromium156, shop, theme, language }, use) => {
    const context = await chromium156.newContext({ viewport: { width: 1280, height: 800 } });
    await context.addInitScript(
      ([theme, language]) => {
        localStorage.setItem('huashu:theme', theme);
        localStorage.setItem('huashu:language', language);
      },
      [theme, language] as const,
    );
    const page = await context.newPage();
    const wrong: string[] = [];
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
    page.on('pageerror', (error) => wrong.push(String(error)));
    await page.goto(`${shop.origin}/console/`);
    await use(page);
    await context.close();
    // A refused style, a failed script or a broken policy shows here; refused requests are tests' own.
    expect(wrong.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
  },

  page: async ({ stranger, editorToken }, use) => {
    await stranger.evaluate((token) => sessionStorage.setItem('huashu:token', token), editorToken);
    await stranger.reload();
    await expect(stranger.getByRole('navigation', { name: /主导航|Main/ })).toBeVisible();
    await use(stranger);
  },
});

/** Opens a page of the console: `drafts/d_1?new=rule`. */
export async function open(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, `#/${hash}`);
}

/**
 * Nothing that axe-core knows to be wrong, whatever is on the page now. Of the
 * dark only its colours are asked: all else is the same page as by light.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const axe = new AxeBuilder({ page });
  const dark = await page.locator('html[data-theme=dark]').count();
  const { violations } = await (dark ? axe.withRules('color-contrast') : axe).analyze();
  const said = violations.map(({ id, nodes }) => [id, ...nodes.map((n) => String(n.target))]);
  expect(said).toEqual([]);
}

export const PACK = {
  'pack.yaml':
    'pack: shop\ntitle: 演示店铺\nversion: 1.0.0\n\ncategories:\n  - {id: shop.words, title: 本店用语}\n',
};

/** A pack with one rule: 便宜点 → 优惠一些. */
export const FILES = {
  ...PACK,
  'rules/words.yaml': `rules:\n${newRule('shop.words.deal', 'shop.words')}`,
};
