/** Applying a fix: exactly the span, one step to undo, the caret where typing goes on. */
import { EDITORS, PATHS } from './editors';
import { test } from './stage';

const REFUSAL = '你好，这个价格不能再便宜了';
const MARKS = ['warning 你好', 'warning 不能再便宜', 'warning 不能再便宜'];

for (const { name, path, title } of PATHS) {
  test.describe(title, () => {
    test('a fix changes its words and nothing else; typing goes on', async ({ stage }) => {
      const box = await stage.open(name, { path });
      await box.type(REFUSAL);
      await box.expectPainted(MARKS);
      await box.accept();
      await box.expectText('您好，这个价格不能再便宜了');
      await box.expectPainted(MARKS.slice(1));
      await box.type('，送您券');
      await box.expectText('您好，这个价格不能再便宜了，送您券');
    });

    test('a fix is one step to undo, and to redo', async ({ stage }) => {
      const box = await stage.open(name, { path });
      await box.type(REFUSAL);
      await box.expectPainted(MARKS);
      await box.accept();
      await box.expectText('您好，这个价格不能再便宜了');
      await box.press('Escape');
      await box.press('Control+z');
      await box.expectText(REFUSAL);
      await box.expectPainted(MARKS);
      await box.press(EDITORS[name].redo);
      await box.expectText('您好，这个价格不能再便宜了');
      await box.expectPainted(MARKS.slice(1));
      await box.press('Control+z');
      await box.expectText(REFUSAL);
      await box.expectPainted(MARKS);
      await box.type('吗');
      await box.expectText(`${REFUSAL}吗`);
    });
  });
}

test('contenteditable: a fix across bold and plain words', async ({ stage }) => {
  const box = await stage.open('contenteditable');
  await box.input.evaluate((el) => {
    el.innerHTML = '<p>亲，<b>你</b>好</p>';
  });
  await box.expectPainted(['warning 你好']);
  await box.accept();
  await box.expectText('亲，您好');
});
