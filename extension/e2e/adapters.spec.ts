import { openPinduoduo } from './pinduoduo';
import { askSite, card, expect, expectMarks, expectText, test, text } from './test';

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
  await expectMarks(input, []);
  expect(await text(input)).toContain('在这里');
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
