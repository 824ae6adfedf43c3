import { keep, kept, openOurs, week } from './pages';
import {
  card,
  expect,
  expectMarks,
  expectText,
  openChat,
  REFUSAL,
  REFUSAL_MARKS,
  says,
  test,
} from './test';

test('says that there is nothing yet, and tells as soon as there is', async ({ page, worker }) => {
  await openOurs(page, worker, 'report.html');
  await expect(page.getByText(says('reportEmpty'))).toBeVisible();
  await keep(worker, { counters: week() });
  await expect(page.getByRole('img', { name: says('reportHours') })).toBeVisible();
  await expect(page.getByText(says('praiseTitle'))).toBeVisible();
  await expect(page.getByRole('img')).toHaveCount(1);

  await page.getByText(says('reportToday')).click();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('img')).toHaveCount(2);
});

test('shows other days where today is empty', async ({ page, worker }) => {
  await keep(worker, { counters: week().slice(0, -1) });
  await openOurs(page, worker, 'report.html');
  await expect(page.getByText(says('reportEmptyMore'))).toBeVisible();
});

test('counts what becomes of findings', async ({ page, origin, worker }) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type(REFUSAL);
  await expectMarks(input, REFUSAL_MARKS);
  await page.keyboard.press('Alt+Enter');
  await page.keyboard.press('Alt+Enter');
  await expectMarks(input, REFUSAL_MARKS.slice(1));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+Enter');
  await card(page)
    .getByRole('button', { name: says('popoverIgnore') })
    .click();
  await expectMarks(input, REFUSAL_MARKS.slice(2));
  await page.keyboard.press('Enter');
  await expectText(input, '');

  const sum = { hits: 0, accepted: 0, dismissed: 0, alarms: 0 };
  await expect
    .poll(async () => {
      const [day] = ((await kept(worker)).counters ?? []) as ReturnType<typeof week>;
      return Object.values(day?.rules ?? {}).reduce(
        (all, counts) => ({
          hits: all.hits + counts.hits,
          accepted: all.accepted + counts.accepted,
          dismissed: all.dismissed + counts.dismissed,
          alarms: all.alarms + counts.alarms,
        }),
        sum,
      );
    })
    .toEqual({ hits: 3, accepted: 1, dismissed: 1, alarms: 0 });

  await openOurs(page, worker, 'report.html');
  await expect(page.locator('.bars li').first()).toContainText('1');
});
