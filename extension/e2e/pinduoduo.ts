/** A page of our own at a platform's address, so that the adapter in the pack finds it. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Page } from '@playwright/test';

const CHAT = 'https://mms.pinduoduo.com/chat-merchant/index.html';

/** Opens the fixture built like the seller's chat of 拼多多. */
export async function openPinduoduo(page: Page): Promise<void> {
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
