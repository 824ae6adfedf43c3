import { expect, open, test } from './test';

const token = '访问令牌';

test('a token lets one in, for as long as the tab lives', async ({
  stranger: page,
  shop,
  editorToken,
}) => {
  await page.getByLabel(token).fill('huashu_');
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByText('令牌以 huashu_ 开头，共 50 个字符')).toBeVisible();

  await page.getByLabel(token).fill(`huashu_${'x'.repeat(43)}`);
  await page.keyboard.press('Enter');
  await expect(page.getByText('没有这个令牌，或者已经吊销')).toBeVisible();

  await page.getByLabel(token).fill(editorToken);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: '主导航' })).toContainText('小林');

  await page.reload();
  await expect(page.getByRole('navigation', { name: '主导航' })).toContainText('小林');
  const other = await page.context().newPage();
  await other.goto(`${shop.origin}/console/`);
  await expect(other.getByLabel(token)).toBeVisible();

  await page.getByRole('button', { name: '退出登录' }).click();
  await expect(page.getByLabel(token)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel(token)).toBeVisible();
});

test('a token that is revoked ends the session', async ({ stranger: page, shop }) => {
  const name = '实习生';
  const mine = await shop.hire(name, 'viewer');
  await page.getByLabel(token).fill(mine);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: '主导航' })).toContainText(name);

  const members = await shop.ask<{ id: string; name: string }[]>('GET', '/members');
  const member = members.find((one) => one.name === name)?.id;
  await shop.ask('PUT', `/members/${member}`, { name, access: 'viewer', active: false });
  await open(page, 'drafts');
  await expect(page.getByText('登录已失效，请用新的令牌登录')).toBeVisible();
});

test('the page may run its own scripts, styles and the engine, and speak to its server alone', async ({
  shop,
}) => {
  const response = await fetch(`${shop.origin}/console/`);
  expect(response.headers.get('Content-Security-Policy')).toBe(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; " +
      "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
});

test('language and colours are chosen without leaving', async ({ stranger: page }) => {
  await page.getByRole('radio', { name: 'English' }).check();
  await expect(page.getByLabel('Access token')).toBeVisible();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});
