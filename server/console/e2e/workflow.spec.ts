/** From an editor's draft to an agent's open page, all of it in browsers. */
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { launch, serviceWorker } from '../../../extension/e2e/browser';
import type { DraftInfo, Rollout } from '../web/src/api/types';
import { expect, expectAccessible, FILES, open, PACK, test } from './test';

/** A page of the console in which somebody else is signed in. */
async function signIn(like: Page, token: string): Promise<Page> {
  const browser = like.context().browser();
  if (!browser) throw new Error('the page has no browser');
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(() => localStorage.setItem('huashu:language', 'zh'));
  const page = await context.newPage();
  await page.goto(new URL('/console/', like.url()).href);
  await page.getByLabel('访问令牌').fill(token);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();
  return page;
}

const dialog = (page: Page) => page.getByRole('dialog');

/** Presses a button and the one of the same meaning in the dialog that asks. */
async function pressAndConfirm(page: Page, button: Locator, answer: string): Promise<void> {
  await button.click();
  await dialog(page).getByRole('button', { name: answer }).click();
  await expect(dialog(page)).toBeHidden();
}

test.describe('with an agent at work', () => {
  let agents: BrowserContext;

  test.beforeAll(async () => {
    agents = await launch('chrome-e2e');
    await serviceWorker(agents);
  });

  /** How many packs an agent's browser keeps. */
  const kept = async () =>
    (await serviceWorker(agents)).evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open('huashu-packs');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const keys = opening.result.transaction('packs').objectStore('packs').getAllKeys();
            keys.onsuccess = () => resolve(keys.result.filter((key) => key !== 'active').length);
          };
        }),
    );

  test.afterAll(() => agents.close());

  test('a draft is reviewed, signed and rolled out, and the agent’s page follows', async ({
    page: editor,
    shop,
  }) => {
    test.setTimeout(150_000); // A whole day's work, with two runs of the gate in it.
    // An agent of the shop has typed what no rule minds yet.
    const agent = agents.pages()[0] ?? (await agents.newPage());
    await agent.goto(shop.enrolment);
    await expect(agent.locator('h1')).toHaveText('已加入');
    await agent.goto(`${shop.origin}/demo/`);
    await agent.locator('[data-chat="c-lu"]').click();
    await agent.locator('[data-demo=input]').click();
    await agent.keyboard.type('给您便宜点');
    const marked = () =>
      agent.evaluate(() =>
        [...(CSS.highlights.get('huashu-hint') ?? [])].map((range) => {
          const { startOffset, endOffset } = range;
          const box = document.querySelector<HTMLTextAreaElement>('[data-demo=input]');
          return box?.value.slice(startOffset, endOffset);
        }),
      );
    expect(await marked()).not.toContain('便宜点');

    const { stable: was } = await shop.ask<Rollout>('GET', '/rollout');

    // The editor submits, and cannot approve it.
    const { id, version } = await shop.draft({ title: '说优惠', files: FILES });
    await shop.ask('POST', `/drafts/${id}/submit`, undefined, { 'If-Match': `"${version}"` });
    await open(editor, `review/${id}`);
    await expect(editor.getByRole('article', { name: '说“优惠”' })).toBeVisible();
    await expect(editor.getByText('要审核人的权限才能通过。')).toBeVisible();

    // The reviewer sends it back once, then signs.
    const reviewer = await signIn(editor, await shop.hire('老周', 'reviewer'));
    await open(reviewer, 'review');
    await reviewer.getByRole('link', { name: '说优惠' }).click();
    const change = reviewer.getByRole('article', { name: '说“优惠”' });
    await expect(change).toContainText('新增');
    await expect(change.locator('mark').first()).toHaveText('便宜点');
    await expectAccessible(reviewer);
    await reviewer.getByRole('button', { name: '退回修改' }).click();
    await dialog(reviewer).getByRole('textbox').fill('理由再写清楚些');
    await dialog(reviewer).getByRole('button', { name: '退回修改' }).click();
    await expect(reviewer.getByText('没有等待审核的草稿')).toBeVisible();
    const drafts = await shop.ask<DraftInfo[]>('GET', '/drafts');
    const returned = drafts.find((draft) => draft.id === id);
    expect(returned).toMatchObject({ state: 'open', comment: '理由再写清楚些' });
    await shop.ask('POST', `/drafts/${id}/submit`, undefined, {
      'If-Match': `"${returned?.version}"`,
    });

    await open(reviewer, `review/${id}`);
    await reviewer.getByRole('button', { name: '通过并签名' }).click();
    const key = dialog(reviewer).locator('input[type=file]');
    await key.setInputFiles({
      ...{ name: 'wrong.pem', mimeType: 'application/x-pem-file' },
      buffer: Buffer.from('no key'),
    });
    await dialog(reviewer).getByRole('button', { name: '通过并签名' }).click();
    await expect(dialog(reviewer)).toContainText('这个文件不是可用的私钥');
    await key.setInputFiles(join(shop.folder, 'keys/root.pem'));
    await dialog(reviewer).getByRole('button', { name: '通过并签名' }).click();
    await expect(dialog(reviewer)).toContainText('签名不对');
    await key.setInputFiles(join(shop.folder, 'keys/release.pem'));
    await dialog(reviewer).getByRole('button', { name: '通过并签名' }).click();
    await expect(reviewer.getByRole('heading', { name: '发布', level: 1 })).toBeVisible();

    // Step by step, to everybody.
    const candidate = reviewer.getByRole('region', { name: '正在发布' });
    const stable = reviewer.getByRole('region', { name: '线上' });
    await pressAndConfirm(reviewer, candidate.getByRole('button', { name: '1%' }), '发布');
    await expect(candidate.getByRole('button', { name: '立即停下' })).toBeVisible();
    // Few are to use it yet; everybody makes ready.
    await expect.poll(kept).toBe(2);
    await expectAccessible(reviewer);
    await candidate.getByRole('button', { name: '所有人' }).click();
    // The page itself says when: who asks it every so often hears of it later.
    const underlined = agent.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const look = () => {
            if (CSS.highlights.has('huashu-hint')) resolve(Date.now());
            else requestAnimationFrame(look);
          };
          look();
        }),
    );
    const pressed = Date.now();
    await dialog(reviewer).getByRole('button', { name: '发布' }).click();
    const took = `${(await underlined) - pressed} ms`;
    await expect.poll(marked).toContain('便宜点');
    test.info().annotations.push({ type: 'rolled out → underlined', description: took });
    console.log(`    rolled out → underlined in the agent’s page: ${took}`);
    await expect(stable).toContainText(`第 ${was + 1} 版`);

    // The emergency switch, and back.
    const killed = reviewer.getByRole('region', { name: '紧急停用的规则' });
    await killed.getByRole('textbox', { name: '规则编号' }).fill('shop.words.deal');
    await killed.getByRole('button', { name: '紧急停用' }).click();
    await expect.poll(marked).not.toContain('便宜点');
    await killed.getByRole('button', { name: '恢复' }).click();
    await expect.poll(marked).toContain('便宜点');

    // Back to the first release, signed again.
    const history = reviewer.getByRole('region', { name: '历史版本' });
    const first = history.getByRole('row').filter({
      has: reviewer.getByRole('cell', { name: `第 ${was} 版`, exact: true }),
    });
    await first.getByRole('button', { name: '恢复这一版' }).click();
    await dialog(reviewer).getByRole('button', { name: '恢复这一版' }).click();
    await dialog(reviewer)
      .locator('input[type=file]')
      .setInputFiles(join(shop.folder, 'keys/release.pem'));
    await dialog(reviewer).getByRole('button', { name: '恢复这一版' }).click();
    await expect(stable).toContainText(`撤回第 ${was + 1} 版`);
    await expect.poll(marked).not.toContain('便宜点');

    // All of it is in the audit, which fits together.
    await open(reviewer, 'audit');
    await expect(reviewer.getByRole('cell', { name: '审核通过' }).first()).toBeVisible();
    await reviewer.getByRole('button', { name: '核对记录' }).click();
    await expect(reviewer.getByRole('status').filter({ hasText: '首尾相接' })).toBeVisible();
    await expectAccessible(reviewer);
    await reviewer.context().close();
  });
});

test('a member is added, gets a token, signs in with it, and loses it again', async ({
  page: editor,
  shop,
}) => {
  const admin = await signIn(editor, shop.adminToken);
  await open(admin, 'members');
  await admin.getByRole('button', { name: '添加成员' }).click();
  await dialog(admin).getByLabel('姓名').fill('小陈');
  await dialog(admin).getByLabel('权限').selectOption('viewer');
  await dialog(admin).getByRole('button', { name: '添加成员' }).click();
  const row = admin.getByRole('row').filter({ hasText: '小陈' });
  await row.getByRole('button', { name: '发放令牌' }).click();
  const token = await dialog(admin).getByRole('textbox').inputValue();
  await expectAccessible(admin);
  await dialog(admin).getByRole('button', { name: '完成' }).click();

  const viewer = await signIn(editor, token);
  await open(viewer, 'members');
  await expect(viewer.getByRole('row').filter({ hasText: '（您）' })).toContainText('小陈');
  await expect(viewer.getByRole('button', { name: '添加成员' })).toBeHidden();

  await pressAndConfirm(admin, row.getByRole('button', { name: '收回' }), '收回');
  await open(viewer, 'rollout');
  await expect(viewer.getByLabel('访问令牌')).toBeVisible();
  await viewer.context().close();
  await admin.context().close();
});

test('reports: nothing yet, then numbers and plots', async ({ page, shop }) => {
  await open(page, 'reports');
  await expect(page.getByText('这段时间还没有上报')).toBeVisible();
  await fetch(`${shop.origin}/v1/t/demo/status`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'report-1' },
    body: JSON.stringify({ release: 1, joined: true, rules: [[0, 8, 4, 1, 1]] }),
  });
  await page.reload();
  await expect(page.getByRole('table', { name: '各规则' })).toContainText('50%');
  await expect(page.getByRole('img', { name: '每天触发与采纳' })).toBeVisible();
  await expectAccessible(page);
});

test('terms are found in a log', async ({ page }) => {
  await open(page, 'mining');
  const log = [
    ...['懒人沙发套怎么拆', '懒人沙发套起球吗', '给孩子买懒人沙发套', '好的谢谢'],
    ...['什么时候发货呀', '有没有优惠券', '我再看看别的', '可以退换吗', '尺寸多大合适'],
  ];
  await page.locator('input[type=file]').setInputFiles({
    ...{ name: 'log.txt', mimeType: 'text/plain' },
    buffer: Buffer.from(Array.from({ length: 10 }, () => log.join('\n')).join('\n')),
  });
  await page.getByRole('checkbox', { name: '选“懒人沙发套”' }).check();
  await expect(page.getByRole('button', { name: '复制所选 1 个词' })).toBeEnabled();
  await expectAccessible(page);
});

test('what people write is text, whatever it looks like', async ({ page, shop }) => {
  const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  const yaml = JSON.stringify(evil);
  const rule = `rules:
  - id: shop.words.evil
    category: shop.words
    severity: hint
    title: ${yaml}
    message: ${yaml}
    why: ${yaml}
    source: ${yaml}
    match: {terms: [余量]}
    fix: {label: ${yaml}, replace: 现货}
    examples:
      bad: ["[[余量]]还有", "[[余量]]${evil.replaceAll('"', '\\"')}"]
      good: ["现在有货", ${yaml}]
`;
  const draft = await shop.draft({ title: evil, files: { ...PACK, 'rules/evil.yaml': rule } });
  const harmless = async () => {
    await expect(page.getByText(evil).first()).toBeVisible();
    await expect(page.locator('img[src=x], script:not([src])')).toHaveCount(0);
    expect(await page.title()).not.toMatch(/^[12]$/);
  };
  await open(page, 'drafts');
  await harmless();
  await open(page, `drafts/${draft.id}`);
  await page.getByRole('region', { name: '试验台' }).getByRole('textbox').fill('余量不多');
  await harmless();
  await shop.ask('POST', `/drafts/${draft.id}/submit`, undefined, {
    'If-Match': `"${draft.version}"`,
  });
  await open(page, 'review');
  await harmless();
  await open(page, `review/${draft.id}`);
  await expect(page.getByRole('article').first()).toBeVisible();
  await harmless();
});
