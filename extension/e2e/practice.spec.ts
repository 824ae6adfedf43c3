/** Practice: a scripted buyer, the clock, live underlines, and the review. */
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page, Worker } from '@playwright/test';
import { expect, expectMarks, says, test } from './test';

async function openPractice(context: BrowserContext, worker: Worker, query = ''): Promise<Page> {
  const page = await context.newPage();
  await page.goto(new URL(`/practice.html${query}`, worker.url()).href);
  return page;
}

const say = async (page: Page, text: string) => {
  await page.getByRole('textbox').fill(text);
  await page.keyboard.press('Enter');
};

test('a buyer is chosen, answered, and the answers are reviewed', async ({ context, worker }) => {
  const page = await openPractice(context, worker);
  await page.getByRole('button', { name: '直接砍价' }).click();
  const chat = page.getByRole('log');
  await expect(chat.locator('.buyer').nth(1)).toHaveText('168能少点吗');
  await expect(page.getByRole('complementary')).toContainText(/满 199 减 20|20 off from 199/);

  // What is typed is underlined, as at work.
  const box = page.getByRole('textbox');
  await box.pressSequentially('不能便宜');
  await expectMarks(box, ['warning 不能便宜', 'warning 不能便宜']);
  await page.keyboard.press('Enter');
  await expect(box).toHaveValue('');
  // An answer that misses what is wanted is not let pass.
  await expect(chat.locator('.buyer').nth(2)).toHaveText('就说行不行嘛');

  await say(page, '理解您，满199元有减20元的券，配个茶漏正好，我帮您算算？');
  await expect(chat.locator('.buyer').nth(3)).toHaveText('那怎么凑到199');
  await page.getByRole('button', { name: says('practiceFinish') }).click();

  const turn = page.getByRole('article').first();
  await expect(turn.locator('mark').first()).toHaveText('不能便宜');
  await expect(turn.locator('.wants .met')).toHaveCount(3);
  await expect(turn.locator('.model')).toContainText('龙井配个茶漏');
  const score = await page.getByRole('img').getAttribute('aria-label');
  expect(Number.parseInt(score ?? '', 10)).toBeLessThan(90);

  await page.getByRole('button', { name: says('practiceOther') }).click();
  await expect(page.getByRole('button', { name: '直接砍价' })).toContainText(
    new RegExp(`(最好|Best:) ${Number.parseInt(score ?? '', 10)}`),
  );
});

test('good answers lead to the end and to full marks for what is said', async ({
  context,
  worker,
}) => {
  const page = await openPractice(context, worker, '?scenario=doubt.quality');
  const buyers = page.getByRole('log').locator('.buyer');
  await expect(buyers.nth(1)).toHaveText('用几个月会不会就不保温了');
  await say(page, '理解您的担心。内胆是316不锈钢，质保一年，期间保温变差了我们给您换。');
  await expect(buyers.nth(2)).toHaveText('新的会有味道吧');
  await say(page, '可能有一点点气味，用热水泡十分钟再晾干就散了。');
  await expect(page.getByRole('heading', { name: '担心质量' })).toBeFocused();
  await expect(page.locator('mark')).toHaveCount(0);
  await expect(page.locator('.model')).toHaveCount(0);
});

test('can be used by everyone, by light and in the dark', async ({ context, worker }) => {
  const page = await openPractice(context, worker);
  const faults = async () => {
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await new AxeBuilder({ page }).analyze();
    // The dark differs in nothing but colour.
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await new AxeBuilder({ page }).withRules('color-contrast').analyze();
    return [light, dark].map(({ violations }) =>
      violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]),
    );
  };
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await faults()).toEqual([[], []]);
  await page.getByRole('button', { name: '怕买到假货' }).click();
  const buyers = page.getByRole('log').locator('.buyer');
  await expect(buyers.nth(1)).toHaveText('网上假的太多了');
  await say(page, '不是假货，你放心');
  await expect(buyers.nth(2)).toHaveText('谁都会说自己是正品');
  expect(await faults()).toEqual([[], []]);
  await page.getByRole('button', { name: says('practiceFinish') }).click();
  await expect(page.getByRole('article')).toBeVisible();
  expect(await faults()).toEqual([[], []]);
});
