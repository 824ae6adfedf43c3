import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Page } from '@playwright/test';
import { askSite, card, expect, expectMarks, expectText, test } from './test';

const CHAT = 'https://mms.pinduoduo.com/chat-merchant/index.html';

/** Serves our fixture at the platform's own address, so that the adapter in the pack finds it. */
async function openPinduoduo(page: Page): Promise<void> {
  await page.route('https://mms.pinduoduo.com/**', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
    if (name !== 'index.html' && !name.startsWith('pinduoduo.'))
      return route.fulfill({ status: 404 });
    const file = name === 'index.html' ? 'pinduoduo.html' : name;
    const contentType =
      { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' }[extname(file)] ?? '';
    await route.fulfill({
      body: await readFile(new URL(`../fixtures/${file}`, import.meta.url)),
      contentType,
      // No word of WebAssembly: the platform's policy must not matter.
      headers: {
        'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'",
      },
    });
  });
  await page.goto(CHAT);
}

test('recognises the page and says what it sees', async ({ page, worker }) => {
  await openPinduoduo(page);
  await expect
    .poll(() => askSite(worker, page, 'site.status'))
    .toEqual({
      host: 'mms.pinduoduo.com',
      enabled: true,
      connected: true,
      adapter: { id: 'pinduoduo', title: '拼多多商家客服' },
      check: { inputs: 1, rows: 4, buyer: 2, agent: 1 },
    });
});

test('underlines and mends under a policy that forbids WebAssembly', async ({ page }) => {
  await openPinduoduo(page);
  const input = page.locator('#replyTextarea');
  await input.click();
  await page.keyboard.type('加我微信');
  await expectMarks(input, ['error 加我微信']);
  await page.keyboard.press('Alt+Enter');
  await expect(card(page).locator('.marked')).toHaveText('加我微信');
  await page.keyboard.press('Alt+Enter');
  await expectText(input, '在这里跟我说就可以');
  await expectMarks(input, []);
});

test('stays with the box when the page makes it anew', async ({ page }) => {
  await openPinduoduo(page);
  const input = page.locator('#replyTextarea');
  await input.fill('你好');
  await expectMarks(input, ['warning 你好']);
  await page.locator('[data-name="三两清风"]').click();
  await expectMarks(input, []);
  await input.fill('哦哦');
  await expectMarks(input, ['warning 哦哦']);
});

test('sees that the page has emptied the box', async ({ page }) => {
  await openPinduoduo(page);
  const input = page.locator('#replyTextarea');
  for (const _again of [1, 2]) {
    await input.fill('你好');
    await expectMarks(input, ['warning 你好']);
    await page.locator('.send-btn').click();
    await expectText(input, '');
    await expectMarks(input, []);
  }
});
