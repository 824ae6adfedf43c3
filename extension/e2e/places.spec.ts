/** Boxes that are not the demo's: one line, words in bold, inside a modal dialog. */
import { card, expect, expectMarks, expectText, test } from './test';

test('a box in a modal dialog: the popover can be reached', async ({ page, origin }) => {
  await page.goto(`${origin}/fixtures/editors.html`);
  const input = page.getByLabel('in a dialog');
  await input.fill('加我微信');
  await expect.poll(() => highlights(page)).toContain('huashu-error');
  await input.press('Alt+Enter');
  await card(page).locator('.primary').click();
  await expect(input).toHaveValue(/在这里/);
  await expect(page.locator('dialog huashu-overlay')).toHaveCount(0);
});

test('a box of one line', async ({ page, origin }) => {
  await page.goto(`${origin}/fixtures/editors.html`);
  await page.locator('dialog').evaluate((dialog: HTMLDialogElement) => dialog.remove());
  const input = page.getByLabel('one line');
  await page.getByLabel('rich').evaluate((el) => el.remove());
  await input.fill('亲，你好');
  await expectMarks(input, ['warning 你好']);
  await input.press('Alt+Enter');
  await input.press('Alt+Enter');
  await expectText(input, '亲，您好');
});

test('words across bold and plain text', async ({ page, origin }) => {
  await page.goto(`${origin}/fixtures/editors.html`);
  await page.locator('dialog').evaluate((dialog: HTMLDialogElement) => dialog.remove());
  const input = page.getByLabel('rich');
  await input.click();
  await expect.poll(() => highlights(page)).toEqual(['huashu-warning']);
  await page.keyboard.press('Alt+Enter');
  await expect(card(page).locator('.marked')).toHaveText('你好');
  await page.keyboard.press('Alt+Enter');
  await expectText(input, '亲，您好');
});

function highlights(page: import('@playwright/test').Page): Promise<string[]> {
  return page.evaluate(() => [...CSS.highlights.keys()]);
}
