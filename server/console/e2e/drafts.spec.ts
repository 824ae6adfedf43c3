import type { DraftInfo } from '../web/src/api/types';
import { expect, FILES, open, type Page, test } from './test';

const editor = (page: Page) => page.getByRole('textbox', { name: /^编辑 / });
const problems = (page: Page) => page.getByRole('region', { name: '问题' });
const bench = (page: Page) => page.getByRole('region', { name: '试验台' });

/** Puts the caret behind these words in the editor. */
async function behind(page: Page, words: string): Promise<void> {
  const line = editor(page).locator('.cm-line', { hasText: words });
  await line.click();
  await page.keyboard.press('End');
}

test('from the first draft to review: edit, see what is wrong, try it, save, submit', async ({
  page,
  shop,
}) => {
  await open(page, 'drafts');
  await page.getByRole('button', { name: '新建草稿' }).click();
  await page.getByLabel('草稿名').fill('双十一用语');
  await page.getByRole('dialog').getByRole('button', { name: '新建' }).click();
  await expect(editor(page)).toContainText('pack: shop');

  await page.getByRole('button', { name: '新建规则' }).click();
  await page.getByRole('textbox', { name: '编号' }).fill('deal');
  await page.getByRole('dialog').getByRole('button', { name: '新建' }).click();
  await expect(editor(page)).toContainText('id: shop.words.deal');
  await expect(problems(page)).toContainText('没有问题 · 本店 1 条规则，4 句例句全部通过');

  // The bench speaks of the draft as it stands.
  await bench(page).getByRole('textbox').fill('这款给您便宜点');
  const finding = bench(page).getByRole('listitem').filter({ hasText: '换成“优惠”' });
  await expect(finding).toBeVisible();
  await finding.getByRole('button', { name: '为什么提醒' }).click();
  await expect(finding).toContainText('shop.words.deal');
  await finding.getByRole('button', { name: '优惠一些' }).click();
  await expect(bench(page).getByRole('textbox')).toHaveValue('这款给您优惠一些');

  // A mistake is marked where it is, in the words of the field.
  await behind(page, 'severity: hint');
  await page.keyboard.type('s');
  await expect(problems(page)).toContainText('1 个问题');
  await expect(problems(page)).toContainText('rules/shop.words.deal.yaml:4');
  await expect(editor(page).locator('.cm-lintRange-error')).toHaveText('severity: hints');
  await page.keyboard.press('Backspace');
  await expect(problems(page)).toContainText('没有问题');

  // So is an example that comes out differently.
  await behind(page, '这款现在有优惠');
  await page.keyboard.type('，便宜点');
  await expect(problems(page)).toContainText('examples.good[0] 这句不该提醒，却提醒了');
  await page.keyboard.press('Control+z');
  await expect(problems(page)).toContainText('没有问题');

  // The words that are looked for change, and so does what the bench finds.
  await bench(page).getByRole('textbox').fill('这款算您实惠点');
  await expect(bench(page)).toContainText('这句话没有问题');
  await behind(page, 'match: {terms:');
  for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.type(', 实惠点');
  await expect(bench(page)).toContainText('换成“优惠”');

  await expect(page.getByText('有改动没保存')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(page.getByText('有改动没保存')).toBeHidden();

  await page.getByRole('button', { name: '提交审核' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '提交审核' }).click();
  await expect(page.getByText('草稿已提交，正在等待审核，暂时不能改。')).toBeVisible();
  const drafts = await shop.ask<DraftInfo[]>('GET', '/drafts');
  const draft = drafts.find(({ title }) => title === '双十一用语');
  expect(draft?.state).toBe('submitted');

  // Returned, it can be edited again, and says why.
  const seen = { 'If-Match': `"${draft?.version}"` };
  await shop.ask('POST', `/drafts/${draft?.id}/return`, { comment: '说清楚些' }, seen);
  await page.reload();
  await expect(page.getByText('审核退回：说清楚些')).toBeVisible();
  await expect(page.getByRole('button', { name: '提交审核' })).toBeVisible();
});

test('keys and names are completed from the schema and the pack', async ({ page, shop }) => {
  const { id } = await shop.draft({ title: '补全', files: FILES });
  await open(page, `drafts/${id}`);
  await expect(problems(page)).toContainText('没有问题');
  await behind(page, 'fix: 优惠一些');
  await page.keyboard.press('Enter');
  await page.keyboard.type('act');
  await page.getByRole('option', { name: 'action' }).click();
  await page.keyboard.type('con');
  await page.getByRole('option', { name: 'confirm' }).click();
  await expect(editor(page)).toContainText('action: confirm');
  await expect(problems(page)).toContainText('没有问题');
});

test('what was typed and not saved is there again after a reload', async ({ page, shop }) => {
  const { id } = await shop.draft({ title: '没保存', files: FILES });
  await open(page, `drafts/${id}`);
  await behind(page, 'title: 说“优惠”');
  await page.keyboard.type('两个字');
  await expect(page.getByText('有改动没保存')).toBeVisible();
  await page.getByRole('link', { name: '草稿', exact: true }).first().click();
  await open(page, `drafts/${id}`);
  await expect(editor(page)).toContainText('title: 说“优惠”两个字');
  await expect(page.getByText('有改动没保存')).toBeVisible();
});

test('when somebody saved first, both versions are there to choose from', async ({
  page,
  shop,
}) => {
  const { id, version, title } = await shop.draft({ title: '两个人', files: FILES });
  await open(page, `drafts/${id}`);
  await behind(page, 'title: 说“优惠”');
  await page.keyboard.type('（我）');
  const words = FILES['rules/words.yaml'].replace('说“优惠”', '说“优惠”（别人）');
  const files = { ...FILES, 'rules/words.yaml': words, 'words.yaml': 'words: [{text: 在滴}]\n' };
  await shop.ask('PUT', `/drafts/${id}`, { title, files }, { 'If-Match': `"${version}"` });

  await page.getByRole('button', { name: '保存' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('有人先改了这份草稿');
  await expect(dialog).toContainText('rules/words.yaml');
  await expect(dialog.getByRole('radio', { name: '我的' })).toBeChecked();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: '下载我的版本' }).click();
  expect((await download).suggestedFilename()).toBe('rules-words.yaml');
  await dialog.getByRole('radio', { name: '对方的' }).check();
  await dialog.getByRole('button', { name: '合并' }).click();
  await expect(editor(page)).toContainText('说“优惠”（别人）');
  await expect(page.getByRole('navigation', { name: '文件' })).toContainText('words.yaml');
});

test('a chat is read message by message, with what the buyer wants and what to say', async ({
  page,
  shop,
}) => {
  const { id } = await shop.draft({ title: '聊天', files: FILES });
  await open(page, `drafts/${id}`);
  await bench(page).getByRole('radio', { name: '整段聊天' }).check();
  await bench(page)
    .getByRole('textbox')
    .fill('买家：能便宜点吗\n客服：你好，这个价格不能再便宜了\n买家：那多久能发货');
  await expect(bench(page).locator('.chat mark').first()).toHaveText('你好');
  await expect(bench(page)).toContainText('第 2 条');
  await expect(bench(page).getByRole('meter').first()).toBeVisible();
  await expect(bench(page)).toContainText('建议回复');
});

test('whoever may only look can try but not change', async ({ stranger: page, shop }) => {
  const { id } = await shop.draft({ title: '只看', files: FILES });
  await page.getByLabel('访问令牌').fill(await shop.hire('店长', 'viewer'));
  await page.keyboard.press('Enter');
  // An address followed while one signs in is where one arrives.
  await open(page, `drafts/${id}`);
  await expect(page.getByText('您的权限只能查看。')).toBeVisible();
  await expect(page.getByRole('button', { name: '提交审核' })).toHaveCount(0);
  await bench(page).getByRole('textbox').fill('给您便宜点');
  await expect(bench(page)).toContainText('换成“优惠”');
});

test('a draft that teaches a classifier is trained on the server, tried, submitted and reviewed', async ({
  page,
  shop,
}) => {
  test.setTimeout(120_000); // Training takes all packs, twice: for the bench and to submit.
  const things = ['杯子', '帽子', '围巾', '台灯', '雨伞', '书包', '毛毯'];
  const bad = things.flatMap((thing) => [
    `这个${thing}您[[随便看看]]吧`,
    `${thing}嘛您[[爱买不买]]`,
    `${thing}[[别问了]]自己看详情`,
  ]);
  const good = things.flatMap((thing) => [`这个${thing}还有现货`, `${thing}今天就能发出`]);
  const list = (lines: string[]) => lines.map((line) => `  - "${line}"\n`).join('');
  const files = {
    ...FILES,
    'pack.yaml': `${FILES['pack.yaml']}  - {id: shop.cold, title: 冷淡}\n`,
    'examples/cold.yaml': `category: shop.cold\nbad:\n${list(bad)}good:\n${list(good)}`,
    'rules/cold.yaml': `rules:
  - id: shop.cold.model
    category: shop.cold
    severity: hint
    title: 听起来冷淡
    message: 热情一些
    why: 冷淡的话让买家离开。
    source: 本店用语手册
    match: {model: {category: shop.cold}}
    examples:
      bad: ["[[这个水壶您随便看看吧]]", "[[水壶嘛您爱买不买]]"]
      good: [这个水壶还有现货, 水壶今天就能发出]
`,
  };
  const { id } = await shop.draft({ title: '教它听出冷淡', files });
  await open(page, `drafts/${id}`);
  await expect(problems(page)).toContainText('草稿带有学习样本');
  await bench(page).getByRole('textbox').fill('这个花瓶您随便看看吧');
  await expect(bench(page)).toContainText('热情一些', { timeout: 60_000 });
  await page.getByRole('button', { name: '提交审核' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '提交审核' }).click();
  await expect(page.getByText('草稿已提交，正在等待审核，暂时不能改。')).toBeVisible({
    timeout: 60_000,
  });
  await open(page, `review/${id}`);
  await expect(page.getByRole('article', { name: '听起来冷淡' })).toContainText('随便看看');
  // The shop is everybody's: nothing waits for a reviewer when the next test begins.
  const { version } = await shop.ask<DraftInfo>('GET', `/drafts/${id}`);
  const seen = { 'If-Match': `"${version}"` };
  await shop.ask('POST', `/drafts/${id}/return`, { comment: '试过了' }, seen);
});
