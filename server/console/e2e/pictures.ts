/** Every page at two widths and in both themes, to be looked at: they go to test-results/pictures. */
import { expect, FILES, open, type Page, test } from './test';

const more = `
  - id: shop.words.stock
    category: shop.words
    severity: warning
    title: 别说“库存”
    message: 换成“现货”
    why: 买家听得懂的话更亲近。
    source: 本店用语手册
    match: {terms: [库存]}
    fix: {replace: 现货}
    examples:
      bad:
        - "这款[[库存=>现货]]充足"
        - "[[库存=>现货]]不多了"
      good:
        - 这款有现货
        - 马上补货
`;
const files = { ...FILES, 'rules/words.yaml': FILES['rules/words.yaml'] + more };
const messages = [
  '您好，欢迎光临',
  '这款可以给您便宜点',
  '这款可以给您便宜点',
  '库存不多了，您尽快拍',
  '您好，这个价格无法再低了',
  '非常抱歉，这款库存没有了',
  '好的，马上为您安排',
];

type Shot = { name: string; show: (page: Page, draft: string) => Promise<void> };

const shots: Shot[] = [
  {
    name: 'rules',
    async show(page) {
      await open(page, 'rules/refusal.negation.price');
      await expect(page.getByRole('article')).toBeVisible();
    },
  },
  {
    name: 'drafts',
    async show(page) {
      await open(page, 'drafts');
      await expect(page.getByRole('table')).toBeVisible();
    },
  },
  {
    name: 'draft',
    async show(page, draft) {
      await open(page, `drafts/${draft}`);
      const bench = page.getByRole('region', { name: '试验台' });
      await bench.getByRole('textbox').fill('你好，这个价格不能再便宜点了，库存不多');
      await bench.getByRole('button', { name: '为什么提醒' }).first().click();
    },
  },
  {
    name: 'draft-wrong',
    async show(page, draft) {
      await open(page, `drafts/${draft}`);
      const editor = page.getByRole('textbox', { name: /^编辑 / });
      await editor.locator('.cm-line', { hasText: 'severity: hint' }).click();
      await page.keyboard.press('End');
      await page.keyboard.type('s');
      const bench = page.getByRole('region', { name: '试验台' });
      await bench.getByRole('radio', { name: '整段聊天' }).check();
      await bench
        .getByRole('textbox')
        .fill('买家：能便宜点吗\n客服：你好，这个价格不能再便宜了\n买家：那多久能发货');
      await expect(page.getByText('1 个问题')).toBeVisible();
    },
  },
  {
    name: 'impact',
    async show(page, draft) {
      await open(page, `impact?draft=${draft}`);
      await page.locator('input[type=file]').setInputFiles({
        ...{ name: '昨天的聊天.txt', mimeType: 'text/plain' },
        buffer: Buffer.from(messages.join('\n')),
      });
      await page.locator('button.row').first().click();
    },
  },
  { name: 'impact-empty', show: (page, draft) => open(page, `impact?draft=${draft}`) },
];

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ theme });

    test('signing in', async ({ stranger: page }) => {
      for (const width of [1280, 1680]) {
        await page.setViewportSize({ width, height: 860 });
        await page.screenshot({
          path: `server/console/test-results/pictures/sign-in-${width}-${theme}.png`,
        });
      }
    });

    for (const { name, show } of shots) {
      test(name, async ({ page, shop }) => {
        const { id } = await shop.draft({ title: '双十一活动用语', files });
        await show(page, id);
        for (const width of [1280, 1680]) {
          await page.setViewportSize({ width, height: 860 });
          await page.screenshot({
            path: `server/console/test-results/pictures/${name}-${width}-${theme}.png`,
          });
        }
      });
    }
  });
}
