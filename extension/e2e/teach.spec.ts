/** Teach this page: chat kits that no adapter names, mounted as their makers ship them, and one page with hashed classes. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { openPopup } from './popup';
import { test } from './shared';
import { choose, expect, expectMarks, says, text } from './test';

declare const chrome: typeof import('wxt/browser').browser;

/** A page to teach: what the user points at, and how its own buttons and rows are found by hand. */
interface Kit {
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

const KITS: readonly Kit[] = [
  { name: 'chatui', input: '.Composer-input', words: '.Bubble p' },
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

const card = (page: Page) => page.locator('huashu-overlay .teach');
const outline = (page: Page) => page.locator('huashu-overlay .outline.pointed');
const panel = (page: Page) => page.locator('huashu-overlay .panel');

/** Opens the page of a kit where no adapter and no content script wait for it. */
async function openKit(page: Page, { name, input }: Kit): Promise<void> {
  await page.route('https://desk.example.com/**', async (route) => {
    const path = new URL(route.request().url()).pathname.replace('/desk/', '');
    const file = new URL(`../dist/kits/${path}`, import.meta.url);
    const body = await readFile(file).catch(() => null);
    if (!body) return route.fulfill({ status: 404 });
    await route.fulfill({
      body,
      contentType: TYPES[extname(path)] ?? '',
      headers: {
        'Content-Security-Policy':
          "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'",
      },
    });
  });
  await page.goto(`https://desk.example.com/desk/${name}.html`);
  await page.locator(input).waitFor();
}

/** Begins the lesson from the popup, as the user does. */
async function beginLesson(page: Page, backstage: Page): Promise<void> {
  const popup = await openPopup(page.context(), backstage, page);
  const closed = popup.waitForEvent('close');
  await popup.getByRole('button', { name: says('teachThis') }).click();
  await closed;
  await page.bringToFront();
  await expect(card(page)).toBeVisible();
}

/** Points at the box and one message of each side, and confirms. */
async function teach(page: Page, { input, words, said = SAID }: Kit): Promise<void> {
  const message = (text: string) => page.locator(words).filter({ hasText: text });
  await expect(card(page)).toContainText(says('teachAskInput', 'within'));
  await page.locator(input).click();
  await expect(card(page)).toContainText(says('teachAskBuyer', 'within'));
  await message(said[0]).click();
  await expect(card(page)).toContainText(says('teachAskAgent', 'within'));
  await message(said[1]).click();
  await expect(card(page)).toContainText(says('teachConfirm', 'within'));
}

test.beforeEach(async ({ page, backstage }) => {
  await choose(backstage, { profile: 'default' });
  await page.setViewportSize({ width: 1280, height: 720 });
});

for (const kit of KITS) {
  test(`${kit.name}: three clicks, and Huashu is at work, also after a reload`, async ({
    page,
    backstage,
  }) => {
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await openKit(page, kit);
    const before = await page.locator('body').innerHTML();
    await beginLesson(page, backstage);
    await teach(page, kit);
    await expect(card(page).locator('.check .good')).toHaveCount(kit.send ? 3 : 2);
    const last = card(page).locator('.last li');
    await expect(last).toHaveCount(3);
    await expect(last.filter({ hasText: says('teachBuyer', 'within') }).first()).toBeVisible();
    await expect(last.filter({ hasText: says('teachAgent', 'within') }).first()).toBeVisible();
    // The page felt nothing of it.
    if (!kit.virtual) expect(await page.locator('body').innerHTML()).toBe(before);

    await card(page)
      .getByRole('button', { name: says('teachKeep') })
      .click();
    await expect(card(page)).toContainText(says('teachDone', 'within'));
    await expect(panel(page)).toBeVisible();
    await card(page)
      .getByRole('button', { name: says('teachClose') })
      .click();
    await expect(card(page)).toHaveCount(0);

    for (const again of [false, true]) {
      if (again) await page.reload();
      await expect(panel(page)).toBeVisible();
      await page.evaluate(() => globalThis.buyerSays('这个包邮吗'));
      await expect(panel(page).locator('.clock .count')).toHaveText(/^\d+$/);
      const input = page.locator(kit.input);
      await input.click();
      await page.keyboard.type('加我微信');
      await expectMarks(input, ['error 加我微信']);
      // The button is guarded like the key: nothing goes out at the first time.
      const rows = await page.locator(kit.words).count();
      await (kit.send ? page.locator(kit.send).first().click() : page.keyboard.press('Enter'));
      await expect(page.getByRole('alertdialog')).toBeVisible();
      expect(await page.locator(kit.words).count()).toBe(rows);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
      await page.keyboard.press('Alt+1');
      await expect.poll(async () => (await text(input)).length).toBeGreaterThan(4);
      await page.keyboard.press('Enter');
      await expect(panel(page).locator('.clock .count')).toHaveText('–');
    }
    expect(errors).toEqual([]);
  });
}

const [chatui] = KITS as [Kit];

test('by keyboard alone: arrows widen, narrow and go on, Enter takes, Esc leaves', async ({
  page,
  backstage,
}) => {
  await openKit(page, chatui);
  await beginLesson(page, backstage);
  // The likely box is pointed at from the start.
  await expect(outline(page)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(card(page)).toContainText(says('teachAskBuyer', 'within'));
  const size = async () => (await outline(page).boundingBox()) ?? { width: 0, height: 0 };
  // From the last words on the page backwards to the buyer's.
  const asked = '灯泡坏了能换吗';
  const wanted = page.getByText(asked, { exact: true });
  await expect
    .poll(
      async () => {
        const [words, frame] = [await wanted.boundingBox(), await size()];
        if (words && Math.abs(words.width + 6 - frame.width) < 1) return true;
        await page.keyboard.press('ArrowLeft');
        return false;
      },
      { intervals: [30] },
    )
    .toBe(true);
  const narrow = await size();
  await page.keyboard.press('ArrowUp');
  await expect.poll(async () => (await size()).width).toBeGreaterThan(narrow.width);
  await page.keyboard.press('ArrowDown');
  await expect.poll(async () => (await size()).width).toBe(narrow.width);
  await page.keyboard.press('Enter');
  await expect(card(page)).toContainText(says('teachAskAgent', 'within'));
  await page.keyboard.press('Escape');
  await expect(page.locator('huashu-overlay')).toHaveCount(0);
});

test('what cannot be told is said, and asked again', async ({ page, backstage }) => {
  await openKit(page, chatui);
  await beginLesson(page, backstage);
  await page.locator(chatui.input).click();
  await page.locator(chatui.words).first().click();
  await page.locator(chatui.words).first().click();
  await expect(card(page)).toContainText(says('teachNested', 'within'));
  await expect(card(page)).toContainText(says('teachAskBuyer', 'within'));
});

test('is exported as YAML that a pack can hold, and forgotten', async ({ page, backstage }) => {
  await openKit(page, chatui);
  await beginLesson(page, backstage);
  await teach(page, chatui);
  await card(page)
    .getByRole('button', { name: says('teachKeep') })
    .click();
  await card(page)
    .getByRole('button', { name: says('teachClose') })
    .click();
  await expect(panel(page)).toBeVisible();

  const popup = await openPopup(page.context(), backstage, page);
  await expect(popup.getByText(says('teachOwn'))).toBeVisible();
  await expect(popup.locator('.check .good')).toHaveCount(3);
  const downloading = popup.waitForEvent('download');
  await popup.getByRole('button', { name: says('teachDownload') }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('desk.example.com.yaml');
  const yaml = await readFile(await download.path(), 'utf8');
  expect(yaml).toContain('https://desk.example.com/desk/chatui.html*');
  expect(yaml).not.toContain('台灯');
  await expectPackAccepts(yaml);

  await popup.getByRole('button', { name: says('teachForget') }).click();
  await expect(popup.getByText(says('popupNoAdapter'))).toBeVisible();
  await popup.close();
  await page.bringToFront();
  await expect(page.locator('huashu-overlay')).toHaveCount(0);
  const kept = await backstage.evaluate(() => chrome.storage.local.get('taught'));
  expect(kept).toEqual({ taught: [] });
});

/** The supervisor puts the file into a pack, and the pack is built. */
async function expectPackAccepts(yaml: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'huashu-pack-'));
  try {
    await writeFile(join(folder, 'pack.yaml'), 'pack: shop\ntitle: 小店\nversion: 1.0.0\n');
    await writeFile(join(folder, 'taught.yaml'), yaml);
    const huashu = new URL('../../bin/huashu', import.meta.url).pathname;
    await promisify(execFile)(huashu, ['pack', 'test', folder]);
  } finally {
    await rm(folder, { recursive: true });
  }
}
