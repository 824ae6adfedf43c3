/** What is typed belongs to the agent: half a word is not judged, and nothing is written over. */
import { expect } from '@playwright/test';
import { killWorker } from '../test';
import { BOLD, EDITORS, NAMES, PATHS } from './editors';
import { test } from './stage';

const REFUSAL = '你好，这个价格不能再便宜了';
const MARKS = ['warning 你好', 'warning 不能再便宜', 'warning 不能再便宜'];

for (const { name, path, title } of PATHS) {
  test.describe(title, () => {
    test('an input method is left alone until the word is there', async ({ stage }) => {
      const checked = await stage.overhear();
      const box = await stage.open(name, { path });
      const compose = await stage.compose();
      await compose.half('n', 'ni', 'nihao', '你好');
      await box.expectPainted([]);
      await box.insert('你好');
      await box.expectText('你好');
      await box.expectPainted(['warning 你好']);
      await box.ask();
      await compose.half('，', '，j', '，jia');
      await expect(box.card).toHaveCount(0);
      await box.insert('，加我微信');
      await box.expectText('你好，加我微信');
      await box.expectPainted(['warning 你好', 'error 加我微信']);
      expect(await checked()).toEqual(['你好', '你好，加我微信']);
    });

    test('typing on at once is not written over', async ({ stage }) => {
      const box = await stage.open(name, { path });
      await box.type(REFUSAL);
      await box.expectPainted(MARKS);
      await box.ask();
      await box.press('Alt+Enter');
      await box.press('a');
      await box.type('，送您券');
      await box.expectText('您好，这个价格不能再便宜了a，送您券');
    });

    test('a page that writes into the box itself is heard', async ({ stage }) => {
      const box = await stage.open(name, { path });
      await box.type('你好');
      await box.expectPainted(['warning 你好']);
      await box.write('亲，加我微信');
      await box.expectText('亲，加我微信');
      await box.expectPainted(['error 加我微信']);
    });

    test('the card goes with the text it speaks of', async ({ stage }) => {
      const box = await stage.open(name, { path });
      await box.type('你好');
      await box.expectPainted(['warning 你好']);
      await box.ask();
      await box.write('亲，在的');
      await expect(box.card).toHaveCount(0);
      await box.expectText('亲，在的');
      await box.expectPainted([]);
    });

    test('underlines go on when the service worker is killed in the middle of it', async ({
      stage,
    }) => {
      const box = await stage.open(name, { path });
      await box.type('你好');
      await box.expectPainted(['warning 你好']);
      await killWorker(stage.context, stage.page);
      await box.type('，加我微信');
      await box.expectPainted(['warning 你好', 'error 加我微信']);
    });
  });
}

for (const path of ['native', 'mirror'] as const) {
  test(`textarea, ${path}: what a page writes while the caret is elsewhere is seen`, async ({
    stage,
  }) => {
    const box = await stage.open('textarea', { path });
    await box.type('你好');
    await box.expectPainted(['warning 你好']);
    await box.input.blur();
    await box.write('哦哦');
    await stage.page.mouse.move(9, 9);
    await box.expectPainted(['warning 哦哦']);
  });
}

for (const name of NAMES.filter((name) => !EDITORS[name].field)) {
  test(`${name}: no fix goes into a text that changes under it`, async ({ stage }) => {
    const box = await stage.open(name);
    await box.type('你好');
    await box.expectPainted(['warning 你好']);
    await box.ask();
    // The fix selects its words and waits for the editor to see it: now the page writes.
    await box.input.evaluate(() => {
      document.addEventListener('selectionchange', () => mounted.write('亲，在的'), { once: true });
    });
    await box.press('Alt+Enter');
    await box.expectText('亲，在的');
    await box.settle();
    await box.expectText('亲，在的');
    await box.expectPainted([]);
  });
}

for (const name of NAMES.filter((name) => !EDITORS[name].oneLine)) {
  test(`${name}: several lines`, async ({ stage }) => {
    const box = await stage.open(name);
    await box.type('亲，在的');
    await box.press('Enter');
    await box.type('你好');
    await box.expectPainted(['warning 你好']);
    await box.accept();
    await box.type('，请讲');
    await box.expectState('亲，在的\n您好，请讲');
  });
}

for (const name of BOLD) {
  test(`${name}: words made bold keep their underlines`, async ({ stage }) => {
    const box = await stage.open(name);
    await box.type(REFUSAL);
    await box.expectPainted(MARKS);
    await box.press('Control+a');
    await box.press('Control+b');
    await expect(box.input.locator('b, strong')).toHaveText(REFUSAL);
    await box.expectPainted(MARKS);
  });
}
