import type { Page } from '@playwright/test';
import { openOurs } from './pages';
import {
  askSite,
  card,
  choose,
  expect,
  expectMarks,
  INPUTS,
  killWorker,
  openChat,
  alone as test,
} from './test';

declare const chrome: typeof import('wxt/browser').browser;

/** What of ours is on the page: highlights, elements of ours, attributes of the input. */
function traces(page: Page) {
  return page.evaluate(() => ({
    highlights: [...CSS.highlights.keys()],
    overlays: document.querySelectorAll('huashu-overlay').length,
    input: document.querySelector('[data-demo=input]')?.getAttributeNames(),
  }));
}

for (const { kind, chat } of INPUTS) {
  test(`switched off, nothing of it stays on a page with a ${kind}`, async ({
    page,
    origin,
    worker,
  }) => {
    const input = await openChat(page, origin, chat);
    const untouched = {
      highlights: [],
      overlays: 0,
      input: await input.evaluate((el) => el.getAttributeNames()),
    };
    await page.keyboard.type('你好');
    await expectMarks(input, ['warning 你好']);
    await page.keyboard.press('Alt+Enter');
    await expect(card(page)).toBeVisible();

    await choose(worker, { offSites: ['127.0.0.1'] });
    await expectMarks(input, []);
    await input.fill('');
    expect(await traces(page)).toEqual(untouched);
    expect(await askSite(worker, page, 'site.status')).toMatchObject({ enabled: false });

    await choose(worker, {});
    await page.keyboard.type('你好');
    await expectMarks(input, ['warning 你好']);
  });
}

/** What finds 你好. */
const ADDRESS = ['address.nin.hello', 'address.nin.you'];

test('rules switched off are left out, at once', async ({ page, origin, worker }) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type('你好');
  await expectMarks(input, ['warning 你好']);
  await choose(worker, { offRules: ADDRESS });
  await expectMarks(input, []);
});

test('rules that the shop has killed are left out, at once', async ({ page, origin, worker }) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type('你好');
  await expectMarks(input, ['warning 你好']);
  const killed = { trust: { killed: ADDRESS } };
  await worker.evaluate((sync) => chrome.storage.local.set({ sync }), killed);
  await expectMarks(input, []);
});

test('underlines go on when the service worker has been killed', async ({
  page,
  origin,
  context,
}) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type('你好');
  await expectMarks(input, ['warning 你好']);

  await killWorker(context, page);
  await page.keyboard.type('，加我微信');
  await expectMarks(input, ['warning 你好', 'error 加我微信']);
});

test('a page opened after the worker was killed wakes it', async ({ page, origin, context }) => {
  await page.goto(`${origin}/demo/`);
  await killWorker(context, page);
  await page.reload();
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type('你好');
  await expectMarks(input, ['warning 你好']);
});

test('the engine comes back when its document has died', async ({ page, origin, worker }) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type('你好');
  await expectMarks(input, ['warning 你好']);
  await worker.evaluate(() => chrome.offscreen.closeDocument());
  await page.keyboard.type('，加我微信');
  await expectMarks(input, ['warning 你好', 'error 加我微信']);
});

test('two pages share one engine', async ({ page, origin, context, worker }) => {
  const other = await context.newPage();
  const first = await openChat(page, origin, 'c-lu');
  const second = await openChat(other, origin, 'c-nan');
  await page.bringToFront();
  await page.keyboard.type('你好');
  await expectMarks(first, ['warning 你好']);
  await other.bringToFront();
  await other.keyboard.type('哦哦');
  await expectMarks(second, ['warning 哦哦']);
  const documents = await worker.evaluate(async () => {
    const contexts = await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
    return contexts.length;
  });
  expect(documents).toBe(1);
});

test('nothing is lost when pages count at once, though the worker sleeps', async ({
  page,
  context,
  worker,
}) => {
  const pages = [page, await context.newPage()];
  for (const each of pages) await openOurs(each, worker, 'report.html');
  await killWorker(context, page);
  const more = { day: '2026-11-22', counts: { 'filler.opening': 1 } };
  const message = { type: 'worker.count', kept: 'dismissals', more };
  const count = async (message: object) => {
    const told = Array.from({ length: 20 }, () => chrome.runtime.sendMessage(message));
    await Promise.all(told);
  };
  await Promise.all(pages.map((each) => each.evaluate(count, message)));
  const { dismissals } = await page.evaluate(() => chrome.storage.local.get('dismissals'));
  expect(dismissals).toEqual({ day: '2026-11-22', counts: { 'filler.opening': 40 } });
});
