/** The panel beside the chat: what it says, where it stands, what it fills in. */
import type { Locator, Page } from '@playwright/test';
import { openDesk, PLATFORMS, type Platform } from './platforms';
import { choose, expect, expectText, INPUTS, openChat, says, startTrial, test } from './test';

const panel = (page: Page) => page.locator('huashu-overlay .panel');
const reply = (page: Page, number: number) =>
  panel(page)
    .locator('.reply')
    .nth(number - 1);

async function box(locator: Locator) {
  const found = await locator.boundingBox();
  if (!found) throw new Error('not to be seen');
  return found;
}

/** Whether the panel stands on any of these. */
async function covers(page: Page, ...selectors: string[]): Promise<string[]> {
  const mine = await box(panel(page));
  const covered: string[] = [];
  for (const selector of selectors) {
    const other = await box(page.locator(selector));
    const apart =
      mine.x + mine.width <= other.x ||
      other.x + other.width <= mine.x ||
      mine.y + mine.height <= other.y ||
      other.y + other.height <= mine.y;
    if (!apart) covered.push(selector);
  }
  return covered;
}

test.describe('what it says', () => {
  test('the buyer, the goods in question and the clock of the open chat', async ({
    page,
    origin,
  }) => {
    await openChat(page, origin, 'c-qiao');
    await expect(panel(page)).toHaveRole('complementary');
    await expect(panel(page)).toHaveAccessibleName(says('panelLabel'));
    await expect(panel(page).locator('.chips li').first()).toBeVisible();
    await expect(panel(page).locator('.focus')).toContainText('羊羔绒盖毯');
    await expect(panel(page).locator('.focus b')).toHaveText('¥129');
    await expect(panel(page).locator('.clock .count')).toHaveText(/^\d+$/);

    await openChat(page, origin, 'c-chen');
    await expect(panel(page).locator('.focus')).toContainText('马克杯');
    await expect(panel(page).locator('.clock .count')).toHaveText('–');
    await expect(panel(page).locator('.nothing')).toHaveText(says('panelQuiet'));
  });

  test('a question that the answer has left behind', async ({ page, origin }) => {
    const input = await openChat(page, origin, 'c-qiao');
    // What is said before Huashu has looked at a chat counts as history.
    await expect(panel(page).locator('.chips li').first()).toBeVisible();
    await input.fill('好的呢亲');
    await page.keyboard.press('Enter');
    await expect(panel(page).locator('.left q')).toHaveText('看评论有人说掉毛，质量到底行不行');
  });

  test('is heard by a screen reader and leaves the keyboard where it is', async ({
    page,
    origin,
  }) => {
    const input = await openChat(page, origin, 'c-qiao');
    await expect(page.locator('huashu-overlay [aria-live=polite]')).toHaveText(
      new RegExp(
        says('panelNew', 'within').source.replaceAll('\\$1', '\\d').replaceAll('$1', '\\d'),
      ),
    );
    await expect(input).toBeFocused();
  });
});

test.describe('suggestions', () => {
  for (const { kind, chat } of INPUTS) {
    test(`fill a ${kind} by key and by click, and are never sent`, async ({ page, origin }) => {
      const input = await openChat(page, origin, chat);
      const rows = page.locator('[data-demo=message]');
      const before = await rows.count();
      const [first, second] = [1, 2].map((n) => reply(page, n).locator('.say'));
      const words = [await first?.textContent(), await second?.textContent()] as [string, string];

      await page.keyboard.press('Alt+1');
      await expectText(input, words[0]);
      // Another takes its place, and each is one step to undo.
      await page.keyboard.press('Alt+2');
      await expectText(input, words[1]);
      await page.keyboard.press('Control+z');
      await expectText(input, words[0]);
      await input.fill('');
      await reply(page, 2).click();
      await expectText(input, words[1]);
      await expect(input).toBeFocused();
      await page.keyboard.type('～');
      await expectText(input, `${words[1]}～`);
      await expect(rows).toHaveCount(before);
    });
  }

  test('go where the caret is when something has been typed', async ({ page, origin }) => {
    const input = await openChat(page, origin, 'c-qiao');
    const words = (await reply(page, 1).locator('.say').textContent()) ?? '';
    await page.keyboard.type('亲，');
    await page.keyboard.press('Alt+1');
    await expectText(input, `亲，${words}`);
  });

  test('are reached by keyboard alone', async ({ page, origin }) => {
    const input = await openChat(page, origin, 'c-qiao');
    const words = (await reply(page, 2).locator('.say').textContent()) ?? '';
    await page.keyboard.press('Alt+0');
    await expect(reply(page, 1)).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expectText(input, words);
    await expect(input).toBeFocused();
  });
});

test.describe('the clock', () => {
  // In the page itself, because there the test can set the time.
  test.use({ build: 'none' });

  test('runs from the first unanswered message, grades the wait and stops with the answer', async ({
    page,
    origin,
  }) => {
    await page.clock.install({ time: new Date('2026-11-22T10:00:00+08:00') });
    await page.goto(`${origin}/demo/`);
    await startTrial(page);
    const input = await openChat(page, origin, 'c-may');
    const clock = panel(page).locator('.clock');
    await expect(clock).toBeVisible();
    await page.clock.pauseAt(new Date('2026-11-22T10:01:00+08:00'));

    await input.fill('请您稍等，我看一下');
    await page.keyboard.press('Enter');
    await page.clock.runFor(100);
    await expect(clock.locator('.count')).toHaveText('–');
    // The scripted buyer answers after three seconds.
    await page.clock.runFor(3_000);
    await expect(clock.locator('.count')).toHaveText('0');
    const expectations = [
      [5, '5', 'golden'],
      [6, '11', 'good'],
      [7, '18', 'fair'],
      [62, '1:20', 'late'],
      [110, /^3/, 'missed'],
    ] as const;
    for (const [seconds, count, grade] of expectations) {
      await page.clock.runFor(1_000 * seconds);
      await expect(clock.locator('.count')).toHaveText(count);
      await expect(clock.locator('.ring')).toHaveClass(new RegExp(`\\b${grade}\\b`));
    }
    await input.fill('这套一壶四杯，杯子约 90 毫升，送长辈正合适');
    await page.keyboard.press('Enter');
    await page.clock.runFor(100);
    await expect(clock.locator('.count')).toHaveText('–');
    await expect(panel(page).locator('.pace')).toHaveText(
      /^今天 2 轮 · 中位 \d+ 秒 · 0% 在 20 秒内$/,
    );
  });
});

test.describe('where it stands', () => {
  const CLEAR = ['[data-demo=input]', '[data-demo=send]'];

  for (const [width, height] of [
    [1280, 720],
    [1024, 600],
    [1600, 1000],
  ] as const) {
    test(`beside input and send button at ${width} × ${height}`, async ({ page, origin }) => {
      await page.setViewportSize({ width, height });
      await openChat(page, origin, 'c-qiao');
      await expect(panel(page)).toBeVisible();
      expect(await covers(page, ...CLEAR)).toEqual([]);
      const { x, y, width: wide, height: high } = await box(panel(page));
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x + wide).toBeLessThanOrEqual(width);
      expect(y + high).toBeLessThanOrEqual(height);
    });
  }

  test('moves out of the way when the window shrinks', async ({ page, origin }) => {
    await page.setViewportSize({ width: 1600, height: 1000 });
    await openChat(page, origin, 'c-qiao');
    await expect(panel(page)).toBeVisible();
    await page.setViewportSize({ width: 1000, height: 560 });
    await expect.poll(() => covers(page, ...CLEAR)).toEqual([]);
    await expect.poll(async () => (await box(panel(page))).x).toBeLessThanOrEqual(1000 - 280);
  });

  test('on a page whose input is as wide as the window', async ({ page }) => {
    const [platform] = PLATFORMS as [Platform];
    await openDesk(page, platform);
    await expect(panel(page)).toBeVisible();
    expect(await covers(page, platform.input, platform.send)).toEqual([]);
  });

  test('can be dragged, stays off the input, and is found there again', async ({
    page,
    origin,
  }) => {
    await openChat(page, origin, 'c-qiao');
    const head = await box(panel(page).locator('header'));
    const grip = { x: head.x + 60, y: head.y + 16 };
    await page.mouse.move(grip.x, grip.y);
    await page.mouse.down();
    await page.mouse.move(grip.x - 650, grip.y + 30, { steps: 5 });
    await page.mouse.up();
    const there = await box(panel(page));
    expect(there.x).toBeCloseTo(head.x - 650, -1);
    expect(await covers(page, ...CLEAR)).toEqual([]);

    await page.reload();
    await expect.poll(async () => (await box(panel(page))).x).toBeCloseTo(there.x, -1);

    const again = await box(panel(page).locator('header'));
    await page.mouse.move(again.x + 60, again.y + 16);
    await page.mouse.down();
    await page.mouse.move(600, 620, { steps: 8 });
    expect(await covers(page, ...CLEAR)).toEqual([]);
    await page.mouse.up();
  });

  test('is moved and collapsed by keyboard, and stays collapsed', async ({ page, origin }) => {
    await openChat(page, origin, 'c-qiao');
    const before = await box(panel(page));
    await panel(page).locator('.move').focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(async () => (await box(panel(page))).y).toBeGreaterThan(before.y);
    // The input stands in the way of the next steps to the left: they lead around it or over it.
    for (const _step of [1, 2, 3]) await page.keyboard.press('ArrowLeft');
    await expect.poll(async () => (await box(panel(page))).x).toBeLessThan(before.x);
    expect(await covers(page, ...CLEAR)).toEqual([]);

    await panel(page)
      .getByRole('button', { name: says('panelCollapse') })
      .click();
    await expect(panel(page).locator('.pill .count')).toHaveText(/^\d/);
    expect(await covers(page, ...CLEAR)).toEqual([]);
    await page.reload();
    await openChat(page, origin, 'c-qiao');
    await panel(page).locator('.pill').click();
    await expect(panel(page).locator('.chips')).toBeVisible();
  });
});

test('goes with the extension, and comes with it', async ({ page, origin, worker }) => {
  await openChat(page, origin, 'c-qiao');
  await expect(panel(page)).toBeVisible();
  await choose(worker, { offSites: ['127.0.0.1'] });
  await expect(page.locator('huashu-overlay')).toHaveCount(0);
  await choose(worker, {});
  await expect(panel(page)).toBeVisible();
});
