import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { DATABASES, KEPT } from '../src/settings/kept';
import { keep, kept, openOurs, SETTLED, week } from './pages';
import { card, expect, expectMarks, expectText, openChat, REFUSAL, says, test } from './test';

const TYPO = '送您一张优惠卷';

/** Hands a file to the button that asks for one. */
async function handIn(page: Page, label: RegExp, name: string, content: string | Buffer) {
  await page
    .locator('label', { hasText: label })
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
}

test('a rule is found, read and switched off', async ({ page, origin, worker, context }) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type('你好');
  await expectMarks(input, ['warning 你好']);

  const options = await context.newPage();
  await openOurs(options, worker, 'options.html#rules');
  await options.getByRole('searchbox').fill('您好');
  const rule = options.locator('li.line', { hasText: '“你好”改“您好”' });
  await rule.getByText('“你好”改“您好”').click();
  await expect(rule.getByText('address.nin.hello')).toBeVisible();
  await rule.getByRole('switch').uncheck();
  // What is left is the other rule's.
  await expectMarks(input, ['warning 你']);

  await options.getByRole('searchbox').fill('');
  await options.getByRole('checkbox', { name: says('rulesOnlyOff', 'within') }).check();
  await expect(options.getByRole('switch')).toHaveCount(1);
  // Switched on, it is no longer one of those.
  await options.getByRole('switch').click();
  await expect(options.getByRole('switch')).toHaveCount(0);
  await page.bringToFront();
  await expectMarks(input, ['warning 你好']);
});

test('the profile is chosen by keys', async ({ page, worker }) => {
  await openOurs(page, worker, 'options.html');
  const auto = page.getByRole('radio', { name: says('profileAuto', 'within') });
  await expect(auto).toBeChecked();
  await auto.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: says('profileStrict', 'within') })).toBeChecked();
  await expect.poll(() => kept(worker)).toMatchObject({ settings: { profile: 'strict' } });
  await page.keyboard.press('ArrowDown');
  const platform = page.getByRole('combobox', { name: says('profilePlatform', 'within') });
  await platform.selectOption('jd');
  await expect.poll(() => kept(worker)).toMatchObject({ settings: { profile: 'jd' } });
});

test('a word of the own dictionary is no typo', async ({ page, origin, worker, context }) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type(TYPO);
  await expectMarks(input, ['warning 优惠卷']);

  const options = await context.newPage();
  await openOurs(options, worker, 'options.html#words');
  const box = options.getByLabel(says('wordsAdd'));
  await box.fill('优惠卷');
  await box.press('Enter');
  await expect(options.locator('.chip')).toHaveText(/优惠卷/);
  await expectMarks(input, []);

  await box.fill('优惠卷');
  await box.press('Enter');
  await expect(options.getByRole('alert')).toHaveText(says('wordsTwice'));
  await options.locator('.chip button').click();
  await page.bringToFront();
  await expectMarks(input, ['warning 优惠卷']);
});

test('words ignored always are ignored everywhere, until they are marked again', async ({
  page,
  origin,
  worker,
  context,
}) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type('你好，你看');
  await expectMarks(input, ['warning 你好', 'warning 你']);
  await page.keyboard.press('Alt+Enter');
  await card(page)
    .getByRole('button', { name: says('popoverWhy') })
    .click();
  await card(page)
    .getByRole('button', { name: says('popoverIgnoreAlways') })
    .click();
  await expectMarks(input, ['warning 你']);
  await page.reload();
  await openChat(page, origin, 'c-lu');
  await page.keyboard.type('你好，你看');
  await expectMarks(input, ['warning 你']);

  const options = await context.newPage();
  await openOurs(options, worker, 'options.html#words');
  const line = options.locator('li.line', { hasText: '你好' });
  await expect(line).toContainText('“你好”改“您好”');
  await line.getByRole('button').click();
  await expect(line).toHaveCount(0);
  await page.bringToFront();
  await expectMarks(input, ['warning 你好', 'warning 你']);
});

test('a false alarm is counted once, by key as well, and its mark goes', async ({
  page,
  origin,
  worker,
}) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type('你好');
  await expectMarks(input, ['warning 你好']);
  await page.keyboard.press('Alt+Enter');
  await card(page)
    .getByRole('button', { name: says('popoverWhy') })
    .click();
  await card(page)
    .getByRole('button', { name: says('popoverFalseAlarm') })
    .focus();
  await page.keyboard.press('Enter');
  await expect(card(page).getByRole('button', { name: says('popoverReported') })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expectMarks(input, []);
  await expect
    .poll(async () => (await kept(worker)).counters)
    .toMatchObject([
      { rules: { 'address.nin.hello': { hits: 1, accepted: 0, dismissed: 0, alarms: 1 } } },
    ]);
});

test('a snippet is saved with what the rules say of it', async ({ page, worker }) => {
  await openOurs(page, worker, 'options.html#snippets');
  await page.getByRole('button', { name: says('snippetsNew') }).click();
  const name = page.getByLabel(says('snippetsName'));
  const text = page.getByLabel(says('snippetsText'));
  const save = page.getByRole('button', { name: says('optionsSave') });
  await name.fill('发 货');
  await text.fill(REFUSAL);
  await save.click();
  await expect(page.getByRole('alert')).toHaveText(says('snippetsNameFault'));
  await name.fill('jj');
  await save.click();
  await expect(page.locator('.says .marked').first()).toHaveText('你好');
  await expect(page.locator('.findings li')).toHaveCount(3);

  await page.getByRole('button', { name: says('snippetsEditThis', 'within') }).click();
  await text.fill('亲，');
  await page.getByRole('button', { name: says('slotWarranty') }).click();
  await save.click();
  await expect(page.locator('.findings')).toHaveCount(0);
  await expect(page.getByText(says('slotWarranty', 'within'))).toBeVisible();
  expect((await kept(worker)).settings).toMatchObject({
    snippets: [{ name: 'jj', text: '亲，{warranty}' }],
  });
  await page.getByRole('button', { name: says('optionsRemoveThis', 'within') }).click();
  await expect(page.getByText(says('snippetsNone'))).toBeVisible();
});

test('facts and coupons of the shop are kept when a box is left', async ({ page, worker }) => {
  await openOurs(page, worker, 'options.html#shop');
  await page.getByLabel(says('factCourier')).fill('顺丰');
  await page.getByLabel(says('factFree')).fill('59');
  await page.getByLabel(says('factOther')).fill('发票');
  await page.getByLabel(says('factValue')).fill('可开电子发票');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('发票', { exact: true })).toHaveValue('可开电子发票');
  await page.getByLabel(says('couponThreshold')).fill('199');
  await page.getByLabel(says('couponOff')).fill('20');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await kept(worker)).settings)
    .toMatchObject({
      shop: {
        shop: { courier: '顺丰', 发票: '可开电子发票' },
        free_shipping_at: '59',
        coupons: [{ name: '', threshold: 199, off: 20 }],
      },
    });
});

test('goods come from a file; one with mistakes names their lines and changes nothing', async ({
  page,
  worker,
}) => {
  const products = [{ id: 'p1', name: '竹编灯' }];
  await keep(worker, { settings: { shop: { products } } });
  await openOurs(page, worker, 'options.html#shop');
  await handIn(page, says('goodsImport'), '坏.csv', '名称,价格\n竹编灯,便宜\n,12\n吊灯,9.9\n');
  const told = page.getByRole('alert');
  await expect(told.getByRole('listitem')).toHaveCount(2);
  await expect(told.getByRole('listitem').first()).toHaveText(/2.*"便宜"/);
  expect((await kept(worker)).settings).toEqual({ shop: { products } });

  // As an office program in China saves it: 名称,价格 / 吊灯,9.9 in GB 18030.
  const gb = Buffer.from([0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xbc, 0xdb, 0xb8, 0xf1, 0x0a]);
  const row = Buffer.concat([Buffer.from([0xb5, 0xf5, 0xb5, 0xc6]), Buffer.from(',9.9\n')]);
  await handIn(page, says('goodsImport'), '好.csv', Buffer.concat([gb, row]));
  await expect(page.getByRole('status')).toContainText('好.csv');
  await expect(page.locator('.goods')).toContainText('吊灯');
  expect((await kept(worker)).settings).toMatchObject({
    shop: { products: [{ id: '吊灯', name: '吊灯', price: 9.9 }] },
  });
});

test('a site is switched off and on', async ({ page, origin, worker, context }) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type('你好');
  await expectMarks(input, ['warning 你好']);
  const options = await context.newPage();
  await openOurs(options, worker, 'options.html#sites');
  const here = options.locator('li.line', { hasText: '127.0.0.1' }).getByRole('switch');
  await here.uncheck();
  await expectMarks(input, []);
  await here.check();
  await page.bringToFront();
  await expectMarks(input, ['warning 你好']);
});

test('settings go out and in; a bad file changes nothing; an import is undone', async ({
  page,
  worker,
}) => {
  await keep(worker, { settings: SETTLED });
  await openOurs(page, worker, 'options.html#backup');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: says('exportNow') }).click(),
  ]);
  const file = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(file.settings).toMatchObject(SETTLED);

  const bad = { ...file, settings: { ...file.settings, snippets: [{ name: 'a b', text: '好' }] } };
  await handIn(page, says('importNow'), 'bad.json', JSON.stringify(bad));
  await expect(page.getByRole('alert')).toContainText('settings.snippets.0.name');
  expect((await kept(worker)).settings).toEqual(SETTLED);

  const good = { ...file, settings: { ...file.settings, words: ['小冰'], snippets: [] } };
  await handIn(page, says('importNow'), 'good.json', JSON.stringify(good));
  await expect(page.getByRole('status')).toContainText('good.json');
  expect((await kept(worker)).settings).toMatchObject({ words: ['小冰'], snippets: [] });
  await page.getByRole('button', { name: says('importUndo') }).click();
  await expect
    .poll(async () => (await kept(worker)).settings)
    .toMatchObject({ words: SETTLED.words, snippets: SETTLED.snippets });
});

test('after work, nothing is kept but what the privacy page names, and no word of the chat', async ({
  page,
  origin,
  worker,
}) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type(`${REFUSAL}，您看这盏竹里馆可以吗`);
  await expect(page.locator('huashu-overlay .panel')).toBeVisible();
  await page.keyboard.press('Alt+Enter');
  await page.keyboard.press('Alt+Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expectText(input, '');
  await expect.poll(async () => Object.keys(await kept(worker))).toContain('counters');

  const records = await kept(worker);
  expect(Object.keys(KEPT)).toEqual(expect.arrayContaining(Object.keys(records)));
  for (const words of ['竹里馆', '便宜', '您看', '你好', '您好']) {
    expect(JSON.stringify(records)).not.toContain(words);
  }
  await openOurs(page, worker, 'options.html#privacy');
  const databases = await page.evaluate(() => indexedDB.databases());
  for (const { name } of databases) expect(Object.keys(DATABASES)).toContain(name);

  await expect(page.locator('.kept code')).toContainText(Object.keys(KEPT));
  await page.locator('summary', { hasText: 'counters' }).click();
  await expect(page.locator('pre:visible')).toHaveText(JSON.stringify(records.counters, null, 2));
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`everybody can use the pages (${colorScheme})`, async ({ page, worker }) => {
    // Ten pages, one of them with a hundred rules.
    test.setTimeout(90_000);
    await keep(worker, { settings: SETTLED, counters: week() });
    await page.emulateMedia({ colorScheme });
    const sections = ['rules', 'words', 'snippets', 'shop', 'sites', 'sync', 'backup', 'privacy'];
    const pages = sections.map((name) => `options.html#${name}`);
    for (const path of [...pages, 'report.html', 'popup.html']) {
      await openOurs(page, worker, path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const axe = new AxeBuilder({ page });
      // Dark differs in nothing but colour.
      if (colorScheme === 'dark') axe.withRules(['color-contrast']);
      const { violations } = await axe.analyze();
      expect(violations.map(({ id, nodes }) => [path, id, nodes[0]?.html])).toEqual([]);
    }
  });
}
