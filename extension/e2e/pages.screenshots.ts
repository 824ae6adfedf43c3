/** Pictures of the extension's own pages in every state, to be looked at; none is kept in the repository. */
import { fileURLToPath } from 'node:url';
import { keep, openOurs, SETTLED, speak, week } from './pages';
import { test } from './shared';
import { expect } from './test';

const picture = (name: string) =>
  fileURLToPath(new URL(`../test-results/pages/${name}.png`, import.meta.url));

const SECTIONS = ['rules', 'words', 'snippets', 'shop', 'sites', 'sync', 'backup', 'privacy'];

for (const language of ['zh-CN', 'en'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${language} ${colorScheme}`, () => {
      test.beforeEach(async ({ page }) => {
        await speak(page, language);
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width: 1180, height: 800 });
      });
      const name = (what: string) => picture(`${what}-${language}-${colorScheme}`);

      test('options', async ({ page, worker }) => {
        await keep(worker, { settings: SETTLED, counters: week() });
        for (const section of SECTIONS) {
          await openOurs(page, worker, `options.html#${section}`);
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
          await expect(page.locator('.part').first()).toBeVisible();
          // The rules of the engine come a moment later.
          if (section === 'snippets') await expect(page.locator('.findings')).toBeVisible();
          const fullPage = section !== 'rules';
          await page.screenshot({ path: name(`options-${section}`), fullPage });
        }
      });

      test('report', async ({ page, worker }) => {
        await openOurs(page, worker, 'report.html');
        await expect(page.locator('.empty')).toBeVisible();
        await page.screenshot({ path: name('report-empty') });
        await keep(worker, { counters: week() });
        await expect(page.locator('.plot canvas')).toBeVisible();
        await page.screenshot({ path: name('report-today'), fullPage: true });
        await page.locator('.span label').last().click();
        await expect(page.locator('.plot canvas')).toHaveCount(2);
        await page.screenshot({ path: name('report-week'), fullPage: true });
      });

      test('popup', async ({ page, worker }) => {
        await page.setViewportSize({ width: 320, height: 640 });
        await openOurs(page, worker, 'popup.html');
        await expect(page.getByRole('switch').first()).toBeVisible();
        await page.screenshot({ path: name('popup'), fullPage: true });
      });
    });
  }
}
