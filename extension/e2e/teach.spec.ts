/** Teach this page: chat kits that no adapter names, mounted as their makers ship them, and one page with hashed classes. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { beginLesson, CHATUI, KITS, lesson, openKit, teach } from './kits';
import { openPopup } from './popup';
import { choose, expect, expectMarks, says, test, text } from './test';

declare const chrome: typeof import('wxt/browser').browser;

const outline = (page: Page) => page.locator('huashu-overlay .outline.pointed');
const panel = (page: Page) => page.locator('huashu-overlay .panel');

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
    await expect(lesson(page).locator('.check .good')).toHaveCount(kit.send ? 3 : 2);
    const last = lesson(page).locator('.last li');
    await expect(last).toHaveCount(3);
    await expect(last.filter({ hasText: says('teachBuyer', 'within') }).first()).toBeVisible();
    await expect(last.filter({ hasText: says('teachAgent', 'within') }).first()).toBeVisible();
    // The page felt nothing of it.
    if (!kit.virtual) expect(await page.locator('body').innerHTML()).toBe(before);

    await lesson(page)
      .getByRole('button', { name: says('teachKeep') })
      .click();
    await expect(lesson(page)).toContainText(says('teachDone', 'within'));
    await expect(panel(page)).toBeVisible();
    await lesson(page)
      .getByRole('button', { name: says('teachClose') })
      .click();
    await expect(lesson(page)).toHaveCount(0);

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

test('by keyboard alone: arrows widen, narrow and go on, Enter takes, Esc leaves', async ({
  page,
  backstage,
}) => {
  await openKit(page, CHATUI);
  await beginLesson(page, backstage);
  // The likely box is pointed at from the start.
  await expect(outline(page)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(lesson(page)).toContainText(says('teachAskBuyer', 'within'));
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
  await expect(lesson(page)).toContainText(says('teachAskAgent', 'within'));
  await page.keyboard.press('Escape');
  await expect(page.locator('huashu-overlay')).toHaveCount(0);
});

test('what cannot be told is said, and asked again', async ({ page, backstage }) => {
  await openKit(page, CHATUI);
  await beginLesson(page, backstage);
  await page.locator(CHATUI.input).click();
  await page.locator(CHATUI.words).first().click();
  await page.locator(CHATUI.words).first().click();
  await expect(lesson(page)).toContainText(says('teachNested', 'within'));
  await expect(lesson(page)).toContainText(says('teachAskBuyer', 'within'));
});

test('is exported as YAML that a pack can hold, and forgotten', async ({ page, backstage }) => {
  await openKit(page, CHATUI);
  await beginLesson(page, backstage);
  await teach(page, CHATUI);
  await lesson(page)
    .getByRole('button', { name: says('teachKeep') })
    .click();
  await lesson(page)
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
