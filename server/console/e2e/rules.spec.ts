import { expect, FILES, open, test } from './test';

const price = { id: 'refusal.negation.price', title: '“不能便宜”说“无法再低”' };

test('rules are a tree that is searched, filtered and walked with the keyboard', async ({
  page,
}) => {
  const tree = page.getByRole('tree', { name: '全部规则' });
  await expect(tree.getByRole('treeitem', { name: /语言规范/ })).toBeVisible();

  await page.getByRole('searchbox').fill(price.id);
  await expect(page.getByText('1 条', { exact: true })).toBeVisible();
  await page.getByLabel('程度', { exact: true }).selectOption('error');
  await expect(page.getByText('没有符合的规则')).toBeVisible();
  await page.getByRole('button', { name: '清除筛选' }).click();

  await page.getByRole('searchbox').fill('不能再便宜');
  const item = tree.getByRole('treeitem', { name: price.title });
  await expect(item).toBeVisible();
  await page.getByRole('searchbox').fill(price.id);
  await tree.getByRole('treeitem').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(item).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(item).toHaveAttribute('aria-selected', 'true');

  const rule = page.getByRole('article', { name: price.title });
  await expect(rule).toContainText('换成“无法再低”，再看看能送张券或小样吗');
  await expect(rule).toContainText('店铺服务用语：不说“不能便宜”，说“无法再低了”');
  await expect(rule.locator('mark').first()).toHaveText('不能再便宜');
  await expect(rule.locator('ins').first()).toHaveText('无法再低');
});

test('switching a rule off and changing its severity go into a draft', async ({ page, shop }) => {
  await shop.draft({ title: '别人的草稿', files: FILES });
  await open(page, `rules/${price.id}`);
  const rule = page.getByRole('article', { name: price.title });
  await rule.getByRole('button', { name: '关掉这条规则' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('草稿', { exact: true }).selectOption({ label: '新建一份草稿' });
  await dialog.getByLabel('草稿名').fill('少提醒一些');
  await dialog.getByRole('button', { name: '新建' }).click();
  await expect(rule).toContainText('已关');
  await expect(page.getByLabel('正在看')).toContainText('草稿 · 少提醒一些');

  await rule.getByRole('button', { name: '重新启用' }).click();
  await expect(rule.getByRole('button', { name: '关掉这条规则' })).toBeVisible();
  // It is chosen once it is saved, which check() would not wait for.
  await rule.getByRole('radio', { name: '提示' }).click();
  await expect(rule.getByRole('radio', { name: '提示' })).toBeChecked();
  await expect(rule).toContainText('自带设置：警告');

  const drafts = await shop.ask<{ id: string; title: string }[]>('GET', '/drafts');
  const id = drafts.find(({ title }) => title === '少提醒一些')?.id;
  const { files } = await shop.ask<{ files: object }>('GET', `/drafts/${id}`);
  expect(files).toMatchObject({
    'overrides.yaml': `overrides:\n  - { rule: ${price.id}, severity: hint }\n`,
  });

  await rule.getByRole('button', { name: '恢复默认' }).click();
  await expect(rule).toContainText('自带规则');
});

test('a rule of the shop’s own opens where it is written', async ({ page, shop }) => {
  const { id } = await shop.draft({ title: '本店用语', files: FILES });
  await open(page, `rules/shop.words.deal?draft=${id}`);
  const rule = page.getByRole('article', { name: '说“优惠”' });
  await rule.getByRole('button', { name: '编辑' }).click();
  await expect(page.getByRole('textbox', { name: '编辑 rules/words.yaml' })).toContainText(
    'shop.words.deal',
  );
});
