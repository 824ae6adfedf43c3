import {
  card,
  expect,
  expectMarks,
  expectText,
  INPUTS,
  marks,
  openChat,
  REFUSAL,
  REFUSAL_MARKS,
  test,
} from './test';

for (const { kind, chat } of INPUTS) {
  test.describe(kind, () => {
    test('underlines what is typed, mends it by key, and one Ctrl+Z goes back', async ({
      page,
      origin,
    }) => {
      const input = await openChat(page, origin, chat);
      await page.keyboard.type(REFUSAL);
      await expectMarks(input, REFUSAL_MARKS);

      await page.keyboard.press('Alt+Enter');
      await expect(card(page).locator('.marked')).toHaveText('你好');
      await page.keyboard.press('Alt+Enter');
      await expectText(input, '您好，这个价格不能再便宜了');
      await expectMarks(input, REFUSAL_MARKS.slice(1));

      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+z');
      await expectText(input, REFUSAL);
      await expectMarks(input, REFUSAL_MARKS);

      await page.keyboard.press('Alt+Enter');
      await expect(card(page).locator('.marked')).toHaveText('你好');
      await page.keyboard.press('Alt+Enter');
      for (const left of [2, 1]) {
        await expectMarks(input, REFUSAL_MARKS.slice(-left));
        await expect(card(page).locator('.marked')).toHaveText('不能再便宜');
        await page.keyboard.press('Alt+Enter');
      }
      await expectText(input, '您好，非常抱歉，这个价格无法再低了');
      await expectMarks(input, []);
      await expect(card(page)).toHaveCount(0);

      await page.keyboard.type('，送您一张券');
      await expectText(input, '您好，非常抱歉，这个价格无法再低了，送您一张券');
    });

    test('leaves Enter to the page and is gone when the message is sent', async ({
      page,
      origin,
    }) => {
      const input = await openChat(page, origin, chat);
      await page.keyboard.type(REFUSAL);
      await expectMarks(input, REFUSAL_MARKS);
      await page.keyboard.press('Alt+Enter');
      await expect(card(page)).toBeVisible();
      await page.keyboard.press('Enter');
      await expect(page.locator('[data-role=agent] [data-demo=text]').last()).toHaveText(REFUSAL);
      await expectText(input, '');
      await expectMarks(input, []);
      await expect(card(page)).toHaveCount(0);
    });

    test('counts in UTF-16 past emoji and rare characters', async ({ page, origin }) => {
      const input = await openChat(page, origin, chat);
      await page.keyboard.insertText('𠮷先生😀你好');
      await expectMarks(input, ['warning 你好']);
      await page.keyboard.press('Alt+Enter');
      await page.keyboard.press('Alt+Enter');
      await expectText(input, '𠮷先生😀您好');
    });

    test('follows the text over several lines', async ({ page, origin }) => {
      const input = await openChat(page, origin, chat);
      await page.keyboard.type('亲，在的');
      await page.keyboard.press('Shift+Enter');
      await page.keyboard.type('你好');
      await expectMarks(input, ['warning 你好']);
      await page.keyboard.press('Alt+Enter');
      await page.keyboard.press('Alt+Enter');
      await expectText(input, '亲，在的\n您好');
      await page.keyboard.type('，请讲');
      await expectText(input, '亲，在的\n您好，请讲');
    });

    test('keeps the marks in place while the agent types before them', async ({ page, origin }) => {
      const input = await openChat(page, origin, chat);
      await page.keyboard.type(REFUSAL);
      await expectMarks(input, REFUSAL_MARKS);
      await page.keyboard.press('Home');
      await page.keyboard.type('亲，');
      await expectMarks(input, REFUSAL_MARKS);
    });
  });
}

test('moves from chat to chat and marks only what is there', async ({ page, origin }) => {
  const textarea = await openChat(page, origin, 'c-lu');
  await page.keyboard.type('你好');
  await expectMarks(textarea, ['warning 你好']);
  const rich = await openChat(page, origin, 'c-nan');
  await expectMarks(rich, []);
  await page.keyboard.type('哦哦');
  await expectMarks(rich, ['warning 哦哦']);
  const back = await openChat(page, origin, 'c-lu');
  await expectMarks(back, ['warning 你好']);
  expect(await marks(back)).toHaveLength(1);
});
