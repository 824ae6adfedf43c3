/** The question before a message goes out that would get the shop punished. */
import type { Page } from '@playwright/test';
import {
  expect,
  expectMarks,
  expectText,
  INPUTS,
  openChat,
  says,
  startTrial,
  test,
  text,
} from './test';

const question = (page: Page) => page.getByRole('alertdialog');
const button = (page: Page, name: 'guardFix' | 'guardSend' | 'guardBack') =>
  question(page).getByRole('button', { name: says(name) });
const sent = (page: Page) => page.locator('[data-role=agent] [data-demo=text]').last();

const INVITATION = '亲，加我微信';

for (const { kind, chat } of INPUTS) {
  test.describe(`over a ${kind}`, () => {
    test('stops Enter once, and mends', async ({ page, origin }) => {
      const input = await openChat(page, origin, chat);
      await page.keyboard.type(INVITATION);
      await expectMarks(input, ['error 加我微信']);
      await page.keyboard.press('Enter');
      await expect(question(page)).toHaveAccessibleName(says('guardTitle'));
      await expect(question(page).locator('.marked')).toHaveText('加我微信');
      await expectText(input, INVITATION);
      await expect(button(page, 'guardFix')).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(question(page)).toHaveCount(0);
      await expect(input).toBeFocused();
      await expectMarks(input, []);
      const mended = await text(input);
      expect(mended).toMatch(/^亲，.*在这里/);
      await page.keyboard.press('Enter');
      await expect(sent(page)).toHaveText(mended);
    });

    test('lets the very next try through on request', async ({ page, origin }) => {
      const input = await openChat(page, origin, chat);
      await page.keyboard.type(INVITATION);
      await expectMarks(input, ['error 加我微信']);
      await page.keyboard.press('Enter');
      await button(page, 'guardSend').click();
      await expect(page.getByText(says('guardReady'))).toBeVisible();
      await expectText(input, INVITATION);
      await page.keyboard.press('Enter');
      await expect(sent(page)).toHaveText(INVITATION);
      await expectText(input, '');
      await expect(page.locator('huashu-overlay .question')).toHaveCount(0);
      // The same words again are another message.
      await page.keyboard.type(INVITATION);
      await expectMarks(input, ['error 加我微信']);
      await page.keyboard.press('Enter');
      await expect(question(page)).toBeVisible();
    });

    test('stops the send button, and Esc leads back to the words', async ({ page, origin }) => {
      const input = await openChat(page, origin, chat);
      await page.keyboard.type(INVITATION);
      await expectMarks(input, ['error 加我微信']);
      const send = page.locator('[data-demo=send]');
      await send.click();
      await expect(question(page)).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(question(page)).toHaveCount(0);
      await expect(input).toBeFocused();
      await expectText(input, INVITATION);
      await send.click();
      await button(page, 'guardSend').click();
      await send.click();
      await expect(sent(page)).toHaveText(INVITATION);
    });
  });
}

test('asks about nothing less grave', async ({ page, origin }) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type('你好');
  await expectMarks(input, ['warning 你好']);
  await page.keyboard.press('Enter');
  await expect(sent(page)).toHaveText('你好');
});

test('keeps the keyboard until it is answered', async ({ page, origin }) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type(INVITATION);
  await expectMarks(input, ['error 加我微信']);
  await page.keyboard.press('Enter');
  for (const name of ['guardFix', 'guardSend', 'guardBack', 'guardFix'] as const) {
    await expect(button(page, name)).toBeFocused();
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(question(page)).toHaveCount(0);
  await expectText(input, INVITATION);
});

test.describe('without an answer from the engine', () => {
  // In the page itself, where the line to the engine can be held up.
  test.use({ build: 'none' });

  test('nothing is held up', async ({ page, origin }) => {
    await page.addInitScript(() => {
      const post = Worker.prototype.postMessage as (this: Worker, message: unknown) => void;
      Worker.prototype.postMessage = function (message: { type: string }) {
        if (message.type !== 'check') post.call(this, message);
      };
    });
    await page.goto(`${origin}/demo/`);
    await startTrial(page);
    await openChat(page, origin, 'c-lu');
    await page.keyboard.type(INVITATION);
    await page.keyboard.press('Enter');
    await expect(sent(page)).toHaveText(INVITATION);
  });
});
