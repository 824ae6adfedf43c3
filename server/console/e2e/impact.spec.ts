import { expect, FILES, open, test } from './test';

test('a file of messages is compared without leaving the browser', async ({ page, shop }) => {
  const { id } = await shop.draft({ title: '看影响', files: FILES });
  await open(page, `impact?draft=${id}`);
  await expect(page.getByText('文件不会离开这台电脑')).toBeVisible();

  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.method()} ${request.postData() ?? ''}`));
  const buffer = Buffer.from(
    '发送方,消息内容\n买家,便宜点吧\n客服,给您便宜点\n客服,给您便宜点\n客服,您好\n',
  );
  await page
    .getByLabel('聊天记录文件')
    .and(page.locator('input'))
    .setInputFiles({ name: '昨天.csv', mimeType: 'text/csv', buffer });

  await expect(page.getByText('3 句客服的话（另有 1 句是买家、系统或空行）')).toBeVisible();
  const rule = page.getByRole('button', { name: /shop\.words\.deal/ });
  await expect(rule).toContainText('+2');
  await expect(page.locator('.samples')).toContainText('出现 2 次');
  await expect(page.locator('.samples mark')).toHaveText('便宜点');
  expect(asked.every((request) => request.startsWith('GET'))).toBe(true);
  expect(asked.join()).not.toContain('便宜');
});

test('a file without messages is refused in one sentence', async ({ page, shop }) => {
  await shop.draft({ title: '读不了', files: FILES });
  await open(page, 'impact');
  await page.locator('input[type=file]').setInputFiles({
    ...{ name: 'a.csv', mimeType: 'text/csv' },
    buffer: Buffer.from('a,b\n1,2\n'),
  });
  await expect(page.getByText('表格里没找到消息那一列')).toBeVisible();
});
