/**
 * Every page of the console, in a shop of its own where something goes on: one
 * draft is written, one waits for review, one release is on its way, and
 * agents have reported. It is found by roles and classes, in either language.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Draft, ReleaseDocument } from '../web/src/api/types';
import { readKey, signRelease } from '../web/src/signing/envelope';
import type { Shop } from './shop';
import { test as base, expect, FILES, open, type Page } from './test';

const SHIPPED = 'refusal.negation.price';

const stock = `
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
const files = { ...FILES, 'rules/words.yaml': FILES['rules/words.yaml'] + stock };
const overrides = { 'overrides.yaml': `overrides:\n  - {rule: ${SHIPPED}, severity: hint}\n` };

/** Ids of the drafts that the pages are shown with. */
interface Drafts {
  open: string;
  submitted: string;
}

/** Lets a few days' work happen in a new shop. */
async function furnish(shop: Shop): Promise<Drafts> {
  const editor = { Authorization: `Bearer ${await shop.hire('小林', 'editor')}` };
  const begin = (title: string, files: Record<string, string>) =>
    shop.ask<Draft>('POST', '/drafts', { title, files }, editor);
  const submit = ({ id, version }: Draft) =>
    shop.ask<Draft>('POST', `/drafts/${id}/submit`, undefined, {
      ...editor,
      'If-Match': `"${version}"`,
    });
  const first = await submit(await begin('说优惠', FILES));
  const key = await readKey(await readFile(join(shop.folder, 'keys/release.pem'), 'utf8'));
  const proposal = await shop.ask<ReleaseDocument>('GET', `/drafts/${first.id}/proposal`);
  const envelope = JSON.parse(await signRelease(proposal, key));
  const { seq } = await shop.ask<{ seq: number }>('POST', `/drafts/${first.id}/approve`, envelope, {
    'Content-Type': 'application/dsse+json',
    'If-Match': `"${first.version}"`,
  });
  const rollout = (await shop.send('GET', '/rollout')).headers.get('ETag');
  await shop.ask('PUT', '/rollout', { seq, share: 1000 }, { 'If-Match': rollout });
  await shop.ask('PUT', '/killed/law.absolute.best');
  const waiting = await submit(await begin('少提醒价格，别说“库存”', { ...files, ...overrides }));
  const { id } = await begin('双十一活动用语', files);
  for (let agent = 0; agent < 9; agent++) {
    const counts = [0, 1, 2, 3, 4].map((rule) => [
      rule,
      8 + 3 * agent - rule,
      4 + agent,
      2,
      rule % 2,
    ]);
    await fetch(`${shop.origin}/v1/t/demo/status`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `agent-${agent}` },
      body: JSON.stringify({ release: 1, joined: true, rules: counts }),
    });
  }
  return { open: id, submitted: waiting.id };
}

interface Furnished {
  drafts: Drafts;
}

export const test = base.extend<object, Furnished>({
  drafts: [async ({ shop }, use) => use(await furnish(shop)), { scope: 'worker' }],
  // Only an admin sees all there is.
  editorToken: [async ({ shop }, use) => use(shop.adminToken), { scope: 'worker' }],
});

interface Stop {
  name: string;
  show: (page: Page, drafts: Drafts) => Promise<unknown>;
}

const messages = [
  '您好，欢迎光临',
  '这款可以给您便宜点',
  '这款可以给您便宜点',
  '库存不多了，您尽快拍',
  '您好，这个价格无法再低了',
  '非常抱歉，这款库存没有了',
  '好的，马上为您安排',
];
const log = [
  ...['懒人沙发套怎么拆', '懒人沙发套起球吗', '给孩子买懒人沙发套', '好的谢谢'],
  ...['什么时候发货呀', '有没有优惠券', '我再看看别的', '可以退换吗', '尺寸多大合适'],
];
const reply = '你好，这个价格不能再便宜点了，库存不多';
const chat = '买家：能便宜点吗\n客服：你好，这个价格不能再便宜了\n买家：那多久能发货';

/** All that people wrote here: it may be on the pages whatever their language. */
export const WRITTEN = [
  ...[...Object.values(files), ...messages, ...log, reply, chat],
  ...[
    '小林',
    '说优惠',
    '少提醒价格，别说“库存”',
    '双十一活动用语',
    '昨天的聊天.txt',
    '客服记录.txt',
  ],
].join('\n');

const choose = (page: Page, name: string, lines: string[]) =>
  page.locator('input[type=file]').setInputFiles({
    ...{ name, mimeType: 'text/plain' },
    buffer: Buffer.from(lines.join('\n')),
  });
const dialog = (page: Page) => expect(page.getByRole('dialog')).toBeVisible();

/** Opens a page that is a list. */
async function listed(page: Page, name: string): Promise<void> {
  await open(page, name);
  await expect(page.getByRole('table').first()).toBeVisible();
}

/** Presses what a page is for, which asks something first. */
async function asked(page: Page): Promise<void> {
  await page.locator('.page-head .button.primary').click();
  await dialog(page);
}

/** In the order of the navigation, with what lies behind each page's buttons. */
export const stops: Stop[] = [
  {
    name: 'rules',
    async show(page) {
      await open(page, 'rules');
      await expect(page.getByRole('treeitem').first()).toBeVisible();
    },
  },
  {
    name: 'rule',
    async show(page) {
      await open(page, `rules/${SHIPPED}`);
      await expect(page.getByRole('article')).toBeVisible();
    },
  },
  { name: 'drafts', show: (page) => listed(page, 'drafts') },
  {
    name: 'drafts-new',
    async show(page) {
      await open(page, 'drafts?new');
      await asked(page);
    },
  },
  {
    name: 'draft',
    async show(page, drafts) {
      await open(page, `drafts/${drafts.open}`);
      await page.locator('.bench textarea').fill(reply);
      await page.locator('.bench .findings button[aria-expanded]').first().click();
    },
  },
  {
    name: 'draft-new-rule',
    async show(page) {
      await page.locator('.writing header .button').last().click();
      await dialog(page);
    },
  },
  {
    name: 'draft-wrong',
    async show(page) {
      await page.keyboard.press('Escape');
      const editor = page.locator('.cm-content');
      await editor.locator('.cm-line', { hasText: 'severity: hint' }).click();
      await page.keyboard.press('End');
      await page.keyboard.type('s');
      await page.locator('.bench').getByRole('radio').last().check();
      await page.locator('.bench textarea').fill(chat);
      await expect(page.locator('.cm-lintRange-error')).toBeVisible();
      await expect(page.getByRole('meter').first()).toBeVisible();
    },
  },
  {
    name: 'draft-locked',
    show: (page, drafts) => open(page, `drafts/${drafts.submitted}`),
  },
  {
    name: 'impact-empty',
    async show(page, drafts) {
      await open(page, `impact?draft=${drafts.open}`);
      await expect(page.locator('input[type=file]')).toBeAttached();
    },
  },
  {
    name: 'impact',
    async show(page) {
      await choose(page, '昨天的聊天.txt', messages);
      await page.locator('button.row').first().click();
    },
  },
  { name: 'mining-empty', show: (page) => open(page, 'mining') },
  {
    name: 'mining',
    async show(page) {
      await choose(page, '客服记录.txt', Array.from({ length: 10 }, () => log).flat());
      await page.getByRole('checkbox').first().check();
    },
  },
  { name: 'review-list', show: (page) => listed(page, 'review') },
  {
    name: 'review',
    async show(page, drafts) {
      await open(page, `review/${drafts.submitted}`);
      await expect(page.getByRole('article').first()).toBeVisible();
    },
  },
  { name: 'review-sign', show: asked },
  {
    name: 'rollout',
    async show(page) {
      await page.keyboard.press('Escape');
      await listed(page, 'rollout');
    },
  },
  { name: 'reports', show: (page) => listed(page, 'reports') },
  {
    name: 'audit',
    async show(page) {
      await listed(page, 'audit');
      await page.locator('.page-head .button').click();
      await expect(page.locator('.verdict')).toBeVisible();
    },
  },
  { name: 'members', show: (page) => listed(page, 'members') },
  { name: 'members-new', show: asked },
  {
    name: 'nowhere',
    async show(page) {
      await page.keyboard.press('Escape');
      await open(page, 'nowhere');
    },
  },
];
