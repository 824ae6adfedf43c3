/** The extension in the real Firefox: the same source, the engine in the event page. */
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { serveStatic } from '../e2e/static';

const REFUSAL = '你好，这个价格不能再便宜了';

let browser: Browser;
let page: Page;
let server: Awaited<ReturnType<typeof serveStatic>>;

test.beforeAll(async () => {
  server = await serveStatic();
  browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
  });
  await browser.installExtension(fileURLToPath(new URL('../dist/firefox-e2e', import.meta.url)));
  page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 720 });
});

test.afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens one of the demo's chats, afresh, and types into its input. */
async function typeInto(chat: string, text: string): Promise<void> {
  await page.goto(`${server.origin}/demo/`);
  await page.locator(`[data-chat="${chat}"]`).click();
  await page.locator('[data-demo=input]').click();
  await page.keyboard.type(text);
}

/** The input's words, whichever kind it is. */
const words = () =>
  page.$eval('[data-demo=input]', (el) => (el as HTMLTextAreaElement).value ?? el.textContent);

/** The words that are underlined, as the browser's own registry of highlights has them. */
const underlined = () =>
  page.evaluate(() =>
    ['error', 'warning', 'hint'].flatMap((severity) =>
      [...(CSS.highlights.get(`huashu-${severity}`) ?? [])].map(String),
    ),
  );

/** How many things stand in our overlay. */
const overlay = (selector: string) =>
  page.evaluate(
    (wanted) =>
      [...document.querySelectorAll('huashu-overlay')].reduce(
        (sum, host) => sum + (host.shadowRoot?.querySelectorAll(wanted).length ?? 0),
        0,
      ),
    selector,
  );

async function press(key: 'Enter' | 'KeyZ', modifier: 'Alt' | 'Control'): Promise<void> {
  await page.keyboard.down(modifier);
  await page.keyboard.press(key);
  await page.keyboard.up(modifier);
}

test('a contenteditable is underlined and mended, and one undo goes back', async () => {
  await typeInto('c-nan', REFUSAL);
  await expect.poll(underlined).toEqual(['你好', '不能再便宜', '不能再便宜']);
  await press('Enter', 'Alt');
  await expect.poll(() => overlay('.card')).toBe(1);
  await press('Enter', 'Alt');
  await expect.poll(words).toBe('您好，这个价格不能再便宜了');
  await press('KeyZ', 'Control');
  await expect.poll(words).toBe(REFUSAL);
});

test('a textarea, which has no ranges here, is underlined by a mirror', async () => {
  await typeInto('c-lu', REFUSAL);
  await expect.poll(() => overlay('.copy')).toBe(1);
  await press('Enter', 'Alt');
  await expect.poll(() => overlay('.card')).toBe(1);
  await press('Enter', 'Alt');
  await expect.poll(words).toBe('您好，这个价格不能再便宜了');
  await press('KeyZ', 'Control');
  await expect.poll(words).toBe(REFUSAL);
});

test('the panel reads the chat and fills in a reply', async () => {
  await typeInto('c-lu', '');
  await expect.poll(() => overlay('.panel .reply')).toBeGreaterThan(0);
  await page.keyboard.down('Alt');
  await page.keyboard.press('Digit1');
  await page.keyboard.up('Alt');
  await expect.poll(async () => (await words())?.length ?? 0).toBeGreaterThan(5);
});
