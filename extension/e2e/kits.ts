/** Pages of chat kits at an address where no adapter and no content script wait for them. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Page } from '@playwright/test';
import { openPopup } from './popup';
import { expect, says } from './test';

/** A page to teach: what the user points at, and how its own buttons and rows are found by hand. */
export interface Kit {
  name: string;
  input: string;
  /** The words of messages. */
  words: string;
  /** One message of each side, both in sight. */
  said?: readonly [buyer: string, agent: string];
  /** The button that sends; ChatUI shows one only while there is something to send. */
  send?: string;
  /** Scrolling makes and drops rows. */
  virtual?: true;
}

declare global {
  /** In the pages: the buyer says something now. */
  var buyerSays: (text: string) => void;
}

export const CHATUI: Kit = { name: 'chatui', input: '.Composer-input', words: '.Bubble p' };

export const KITS: readonly Kit[] = [
  CHATUI,
  {
    name: 'chatscope',
    input: '.cs-message-input__content-editor',
    words: '.cs-message__html-content',
    send: '.cs-button--send',
  },
  { name: 'elements', input: '.rce-input', words: '.rce-mbox-text', send: '.rce-button' },
  {
    name: 'hashed',
    input: 'textarea',
    words: '[class*="Bubble_text__"]',
    send: '[class*="Reply_submit__"]',
    said: ['我家桌子长这样', '看到了，180 的长度垂下来正好'],
    virtual: true,
  },
];

const SAID = ['灯泡坏了能换吗', '灯板可以单独换，质保两年内免费寄给您'] as const;

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'";

export async function openKit(page: Page, { name, input }: Kit): Promise<void> {
  await page.route('https://desk.example.com/**', async (route) => {
    const path = new URL(route.request().url()).pathname.replace('/desk/', '');
    const file = new URL(`../dist/kits/${path}`, import.meta.url);
    const body = await readFile(file).catch(() => null);
    if (!body) return route.fulfill({ status: 404 });
    await route.fulfill({
      body,
      contentType: TYPES[extname(path)] ?? '',
      headers: { 'Content-Security-Policy': POLICY },
    });
  });
  await page.goto(`https://desk.example.com/desk/${name}.html`);
  await page.locator(input).waitFor();
}

/** The lesson's card. */
export const lesson = (page: Page) => page.locator('huashu-overlay .teach');

/** Begins the lesson from the popup, as the user does. */
export async function beginLesson(page: Page, backstage: Page): Promise<void> {
  const popup = await openPopup(page.context(), backstage, page);
  const closed = popup.waitForEvent('close');
  await popup.getByRole('button', { name: says('teachThis') }).click();
  await closed;
  await page.bringToFront();
  await expect(lesson(page)).toBeVisible();
}

/** One of the messages to point at. */
export function messageOf(page: Page, { words, said = SAID }: Kit, side: 0 | 1) {
  return page.locator(words).filter({ hasText: said[side] });
}

/** Points at the box and at one message of each side. */
export async function teach(page: Page, kit: Kit): Promise<void> {
  await expect(lesson(page)).toContainText(says('teachAskInput', 'within'));
  await page.locator(kit.input).click();
  await expect(lesson(page)).toContainText(says('teachAskBuyer', 'within'));
  await messageOf(page, kit, 0).click();
  await expect(lesson(page)).toContainText(says('teachAskAgent', 'within'));
  await messageOf(page, kit, 1).click();
  await expect(lesson(page)).toContainText(says('teachConfirm', 'within'));
}
