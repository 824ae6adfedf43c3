/** The pictures for the stores' listings, 1280 × 800 as they want them, into extension/store. */
import { fileURLToPath } from 'node:url';
import { keep, openOurs, SETTLED, speak, week } from './pages';
import { holdBack, refuse } from './scenes';
import { expect, openChat, startTrial, test } from './test';

const picture = (name: string) => fileURLToPath(new URL(`../store/${name}.png`, import.meta.url));
const SIZE = { width: 1280, height: 800 };

test.describe('in the chat', () => {
  test.use({ build: 'none' });
  test.beforeEach(async ({ page, origin }) => {
    await page.setViewportSize(SIZE);
    await page.goto(`${origin}/demo/`);
    await startTrial(page);
  });

  test('while typing', async ({ page, origin }) => {
    const input = await openChat(page, origin, 'c-lu');
    await refuse(page, input);
    await page.screenshot({ path: picture('1-underline') });
  });

  test('the panel', async ({ page, origin }) => {
    await openChat(page, origin, 'c-may');
    await expect(page.locator('huashu-overlay .reply')).toHaveCount(3);
    await page.screenshot({ path: picture('2-panel') });
  });

  test('before sending', async ({ page, origin }) => {
    const input = await openChat(page, origin, 'c-qiao');
    await holdBack(page, input);
    await page.screenshot({ path: picture('3-guard') });
  });
});

test.describe('pages of its own', () => {
  test.beforeEach(async ({ page }) => {
    await page.setViewportSize(SIZE);
    await speak(page, 'zh-CN');
  });

  test('practice', async ({ page, worker }) => {
    await openOurs(page, worker, 'practice.html?scenario=bargain.threat');
    await expect(page.getByRole('log').locator('.buyer').nth(1)).toContainText('隔壁');
    await page.getByRole('textbox').fill('你好，不能便宜了，爱买不买');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log').locator('.buyer').nth(3)).toContainText('差评');
    await page.getByRole('textbox').fill('理解您，满499元有减30元的新人券，我帮您领');
    await page.keyboard.press('Enter');
    await page.locator('header button').last().click();
    await expect(page.getByRole('article').first()).toBeVisible();
    await page.screenshot({ path: picture('4-practice') });
  });

  test('report', async ({ page, worker }) => {
    await keep(worker, { settings: SETTLED, counters: week() });
    await openOurs(page, worker, 'report.html');
    await expect(page.locator('.plot canvas').first()).toBeVisible();
    await page.screenshot({ path: picture('5-report') });
  });
});
