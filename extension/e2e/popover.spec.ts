import {
  card,
  expect,
  expectMarks,
  expectText,
  INPUTS,
  openChat,
  REFUSAL,
  REFUSAL_MARKS,
  says,
  test,
} from './test';

for (const { kind, chat } of INPUTS) {
  test.describe(`popover over a ${kind}`, () => {
    test.beforeEach(async ({ page, origin }) => {
      const input = await openChat(page, origin, chat);
      await page.keyboard.type(REFUSAL);
      await expectMarks(input, REFUSAL_MARKS);
    });

    /** The middle of the first mark, in the viewport. */
    const firstMark = (input: import('@playwright/test').Locator) =>
      input.evaluate(() => {
        const [range] = CSS.highlights.get('huashu-warning') ?? [];
        const rect = (range as Range).getClientRects()[0] as DOMRect;
        return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
      });

    test('opens on hover, goes with the pointer', async ({ page }) => {
      const { x, y } = await firstMark(page.locator('[data-demo=input]'));
      await page.mouse.move(x, y);
      await expect(card(page).locator('.marked')).toHaveText('你好');
      await page.mouse.move(x + 500, y + 60);
      await expect(card(page)).toHaveCount(0);
    });

    test('opens on click, stays, and applies by its button', async ({ page }) => {
      const input = page.locator('[data-demo=input]');
      const { x, y } = await firstMark(input);
      await page.mouse.click(x, y);
      await page.mouse.move(x + 500, y + 60);
      await card(page).getByRole('button', { name: '您好' }).click();
      await expectText(input, '您好，这个价格不能再便宜了');
      await expect(card(page)).toHaveCount(0);
    });

    test('covers neither the marked words nor the caret', async ({ page }) => {
      const input = page.locator('[data-demo=input]');
      await page.keyboard.press('Alt+Enter');
      const { y } = await firstMark(input);
      const wordsTop = y - 8;
      const bottom = async () => {
        const box = await card(page).boundingBox();
        return (box?.y ?? 0) + (box?.height ?? 0);
      };
      expect(await bottom()).toBeLessThanOrEqual(wordsTop);
      await card(page)
        .getByRole('button', { name: says('popoverWhy') })
        .click();
      await expect(card(page).locator('.why')).toBeVisible();
      expect(await bottom()).toBeLessThanOrEqual(wordsTop);
    });

    test('closes on Esc and on typing, and changes nothing', async ({ page }) => {
      const input = page.locator('[data-demo=input]');
      await page.keyboard.press('Alt+Enter');
      await expect(card(page)).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(card(page)).toHaveCount(0);

      await page.keyboard.press('Alt+Enter');
      await page.keyboard.type('哈');
      await expect(card(page)).toHaveCount(0);
      await expectText(input, `${REFUSAL}哈`);
    });

    test('steps through the findings without applying', async ({ page }) => {
      await page.keyboard.press('Alt+Enter');
      const place = card(page).locator('.place');
      await expect(place).toHaveText('1/3');
      await page.keyboard.press('Alt+ArrowDown');
      await expect(place).toHaveText('2/3');
      await page.keyboard.press('Alt+ArrowUp');
      await page.keyboard.press('Alt+ArrowUp');
      await expect(place).toHaveText('3/3');
      await expectText(page.locator('[data-demo=input]'), REFUSAL);
    });

    test('can be walked by Tab; why and source show; Esc gives the caret back', async ({
      page,
    }) => {
      const input = page.locator('[data-demo=input]');
      await page.keyboard.press('Alt+Enter');
      await page.keyboard.press('Tab');
      await expect(card(page).getByRole('button', { name: '您好' })).toBeFocused();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await expect(card(page).locator('.why')).toContainText('，');
      await page.keyboard.press('Escape');
      await expect(card(page)).toHaveCount(0);
      await expect(input).toBeFocused();
      await page.keyboard.type('哈');
      await expectText(input, `${REFUSAL}哈`);
    });

    test('ignore takes the mark away for this message only', async ({ page }) => {
      const input = page.locator('[data-demo=input]');
      await page.keyboard.press('Alt+Enter');
      await card(page)
        .getByRole('button', { name: says('popoverIgnore') })
        .click();
      await expectMarks(input, REFUSAL_MARKS.slice(1));
      await page.keyboard.type('哈');
      await expectMarks(input, REFUSAL_MARKS.slice(1));
      await page.keyboard.press('Enter');
      await expectText(input, '');
      await page.keyboard.type('你好');
      await expectMarks(input, ['warning 你好']);
    });
  });
}

test('what was dismissed three times stays quiet for the day', async ({ page, origin }) => {
  const input = await openChat(page, origin, 'c-lu');
  for (const _time of [1, 2, 3]) {
    await page.keyboard.type('你好');
    await expectMarks(input, ['warning 你好']);
    await page.keyboard.press('Alt+Enter');
    await card(page)
      .getByRole('button', { name: says('popoverIgnore') })
      .click();
    await expectMarks(input, []);
    await page.keyboard.press('Enter');
    await expectText(input, '');
  }
  await page.keyboard.type(REFUSAL);
  await expectMarks(input, REFUSAL_MARKS.slice(1));
});

test('wears the colours of the page it stands on', async ({ page, origin }) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type('你好');
  await expectMarks(input, ['warning 你好']);
  await page.keyboard.press('Alt+Enter');
  await expect(card(page)).not.toHaveClass(/dark/);
  await page.keyboard.press('Escape');
  await page.locator('[data-demo=input]').evaluate((el) => {
    el.style.backgroundColor = 'rgb(30, 32, 38)';
  });
  await page.keyboard.press('Alt+Enter');
  await expect(card(page)).toHaveClass(/dark/);
});
