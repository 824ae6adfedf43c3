import { openPopup } from './popup';
import { expect, expectMarks, openChat, says, test } from './test';

declare const chrome: typeof import('wxt/browser').browser;

test('shows how the page is recognised and switches it off and on', async ({
  page,
  origin,
  context,
  worker,
}) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type('你好');
  await expectMarks(input, ['warning 你好']);
  const popup = await openPopup(context, worker, page);
  await expect(popup.getByText('话术演示工作台')).toBeVisible();
  await expect(popup.getByText(says('popupInputFound', 'within'))).toBeVisible();
  await expect(popup.getByText(says('popupRolesSeen', 'within'))).toBeVisible();

  const here = popup.getByRole('switch').nth(1);
  await here.uncheck();
  await expectMarks(input, []);
  await here.check();
  await page.bringToFront();
  await expectMarks(input, ['warning 你好']);
});

test('says what was refused and that the last good rules stay', async ({
  page,
  origin,
  context,
  worker,
}) => {
  await openChat(page, origin, 'c-lu');
  await worker.evaluate(() =>
    chrome.storage.local.set({
      sync: {
        enrolment: { server: 'http://127.0.0.1:1', tenant: 'demo', root: 1, fingerprint: '' },
        trust: { killed: [], active: { seq: 12 } },
        checkedAt: Date.now(),
        changedAt: Date.now(),
        failure: {
          code: 'rollback',
          place: 'head',
          message: 'version 1, 7 was already seen',
          at: Date.now(),
          count: 1,
        },
      },
    }),
  );
  const popup = await openPopup(context, worker, page);
  await expect(popup.getByRole('alert')).toContainText(says('refusalRollback', 'within'));
  await expect(popup.getByRole('alert')).toContainText(says('syncStays', 'within'));
  await expect(popup.getByRole('alert')).toContainText('version 1, 7 was already seen');
});

test('names what is wrong with an enrolment link', async ({ page, origin, context, worker }) => {
  await openChat(page, origin, 'c-lu');
  const popup = await openPopup(context, worker, page);
  const link = popup.getByLabel(says('syncLink'));
  await link.fill('http://shop.example.com/enroll#tenant=demo');
  await popup.getByRole('button', { name: says('syncEnrol') }).click();
  await expect(popup.getByRole('alert')).toHaveText(says('linkInsecure'));
});

test('knows a page that is no seller chat', async ({ context, page, worker }) => {
  await page.goto(new URL('/popup.html', worker.url()).href);
  const popup = await openPopup(context, worker, page);
  await expect(popup.getByText(says('popupNoSite'))).toBeVisible();
});
