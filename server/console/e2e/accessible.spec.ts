import { expect, expectAccessible, FILES, open, test } from './test';

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ theme });

    test('signing in', async ({ stranger }) => {
      await expect(stranger.getByLabel('访问令牌')).toBeVisible();
      await expectAccessible(stranger);
    });

    test('rules', async ({ page }) => {
      await open(page, 'rules/refusal.negation.price');
      await expect(page.getByRole('article')).toBeVisible();
      await expectAccessible(page);
    });

    test('drafts, and beginning one', async ({ page, shop }) => {
      await shop.draft({ title: '一份草稿', files: FILES });
      await open(page, 'drafts');
      await expect(page.getByRole('table')).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('button', { name: '新建草稿' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page);
    });

    test('a draft with a mistake, and the bench', async ({ page, shop }) => {
      const files = { ...FILES, 'more.yaml': 'rules: [{id: shop.words.no}]\n' };
      const { id } = await shop.draft({ title: '有错', files });
      await open(page, `drafts/${id}`);
      await expect(page.getByRole('region', { name: '问题' })).toContainText('个问题');
      const bench = page.getByRole('region', { name: '试验台' });
      await bench.getByRole('textbox').fill('你好，这个价格不能再便宜了');
      await bench.getByRole('button', { name: '为什么提醒' }).first().click();
      await expectAccessible(page);
      await bench.getByRole('radio', { name: '买家的话' }).check();
      await bench.getByRole('textbox').fill('能便宜点吗');
      await expect(bench.getByRole('meter').first()).toBeVisible();
      await expectAccessible(page);
    });

    test('what would change', async ({ page, shop }) => {
      await shop.draft({ title: '影响', files: FILES });
      await open(page, 'impact');
      await page.locator('input[type=file]').setInputFiles({
        ...{ name: 'a.txt', mimeType: 'text/plain' },
        buffer: Buffer.from('给您便宜点\n'),
      });
      await expect(page.locator('.samples')).toBeVisible();
      await expectAccessible(page);
    });
  });
}
