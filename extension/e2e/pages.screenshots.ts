/** Pictures of the extension's own pages in every state, to be looked at; none is kept in the repository. */
import { fileURLToPath } from 'node:url';
import { keep, openOurs, SETTLED, speak, week } from './pages';
import { holdBack } from './scenes';
import { card, expect, expectMarks, openChat, says, startTrial, test } from './test';

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

        await openOurs(page, worker, 'options.html#snippets');
        await page.getByRole('button', { name: says('snippetsNew') }).click();
        await page.getByLabel(says('snippetsText')).fill('亲，{courier}发货，');
        await page.getByRole('button', { name: says('optionsSave') }).click();
        await page.screenshot({ path: name('options-snippets-new') });

        await openOurs(page, worker, 'options.html#shop');
        const content = Buffer.from('名称,价格\n竹编灯,便宜\n,12\n吊灯,9.9,现货\n');
        await page
          .locator('input[type=file]')
          .setInputFiles({ name: '商品.csv', mimeType: 'text/csv', buffer: content });
        await expect(page.getByRole('alert')).toBeVisible();
        await page.screenshot({ path: name('options-shop-mistakes'), fullPage: true });

        await openOurs(page, worker, 'options.html#rules');
        await page.getByRole('searchbox').fill('站外');
        await page.locator('summary').first().click();
        await page.screenshot({ path: name('options-rules-found') });
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

      test('practice', async ({ page, worker }) => {
        await openOurs(page, worker, 'practice.html');
        await expect(page.getByRole('button', { name: '直接砍价' })).toBeVisible();
        await page.screenshot({ path: name('practice-buyers'), fullPage: true });
        await page.getByRole('button', { name: '直接砍价' }).click();
        const buyers = page.getByRole('log').locator('.buyer');
        await expect(buyers.nth(1)).toHaveText('168能少点吗');
        const box = page.getByRole('textbox');
        await box.pressSequentially('你好，不能便宜');
        await expectMarks(box, ['warning 你好', 'warning 不能便宜', 'warning 不能便宜']);
        await page.screenshot({ path: name('practice-talk') });
        await page.keyboard.press('Enter');
        await expect(buyers.nth(2)).toBeVisible({ timeout: 20_000 });
        await page.getByRole('button', { name: says('practiceFinish') }).click();
        await expect(page.getByRole('article').first()).toBeVisible();
        await page.screenshot({ path: name('practice-review'), fullPage: true });
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

/** In the demo page itself, where the texts are Chinese whatever the browser's language. */
const trial = test.extend({ build: 'none', scale: 2 });

for (const ground of ['white', 'rgb(30, 32, 38)']) {
  const theme = ground === 'white' ? 'light' : 'dark';

  trial(`over the page (${theme})`, async ({ page, origin }) => {
    await page.goto(`${origin}/demo/`);
    await startTrial(page);
    const input = await openChat(page, origin, 'c-lu');
    await input.evaluate((element, colour) => {
      element.style.backgroundColor = colour;
    }, ground);
    await page.keyboard.type('/');
    await expect(page.locator('huashu-overlay .snippets')).toBeVisible();
    await page.screenshot({ path: picture(`snippets-all-${theme}`) });
    await page.keyboard.type('f');
    await page.screenshot({ path: picture(`snippets-${theme}`) });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('你好，请看');
    await expectMarks(input, ['warning 你好']);
    await page.keyboard.press('Alt+Enter');
    await card(page)
      .getByRole('button', { name: says('popoverWhy') })
      .click();
    await page.screenshot({ path: picture(`card-${theme}`) });
    await card(page)
      .getByRole('button', { name: says('popoverFalseAlarm') })
      .click();
    await page.screenshot({ path: picture(`card-reported-${theme}`) });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+a');
    await holdBack(page, input);
    await page.screenshot({ path: picture(`guard-${theme}`) });
  });
}

/** As an agent sees it whose browser speaks English, which this machine's does. */
for (const colorScheme of ['light', 'dark'] as const) {
  test(`at work in English, ${colorScheme}`, async ({ page, origin }) => {
    const name = (what: string) => picture(`work-${what}-en-${colorScheme}`);
    await page.emulateMedia({ colorScheme });
    const input = await openChat(page, origin, 'c-lu');
    await page.keyboard.type('你好，请看');
    await expectMarks(input, ['warning 你好']);
    await page.keyboard.press('Alt+Enter');
    await expect(card(page)).toBeVisible();
    await page.screenshot({ path: name('card') });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+a');
    await holdBack(page, input);
    await page.screenshot({ path: name('guard') });
    await page.keyboard.press('Escape');
    await page
      .locator('huashu-overlay .panel')
      .getByRole('button', { name: says('panelCollapse') })
      .click();
    await page.screenshot({ path: name('pill') });
  });
}
