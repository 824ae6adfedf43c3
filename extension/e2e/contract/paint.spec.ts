/** Underlines stand under their words, whatever happens to the text and to the box. */
import { expect } from '@playwright/test';
import { NAMES, PATHS } from './editors';
import { test } from './stage';

const LINES = '这款盖毯可以机洗，晾干以后还是很软。'.repeat(6);

for (const { name, path, title } of PATHS) {
  test.describe(title, () => {
    test('underlines follow typing, wrapping, scrolling and resizing', async ({ stage }) => {
      const box = await stage.open(name, { path });
      await box.insert(LINES);
      await box.type('你好');
      await box.expectPainted(['warning 你好']);
      await box.type('，加我微信');
      await box.expectPainted(['warning 你好', 'error 加我微信']);
      for (const width of ['240px', '360.5px']) {
        await box.input.evaluate((el, width) => el.style.setProperty('width', width), width);
        await box.expectPainted(['warning 你好', 'error 加我微信']);
      }
      await box.input.evaluate((el) => el.scrollTo({ top: 31, left: 17, behavior: 'instant' }));
      await box.expectPainted(['warning 你好', 'error 加我微信']);
      await box.input.evaluate((el) => el.style.setProperty('margin', '700px 0 700px 40px'));
      await box.input.evaluate(() => scrollTo({ top: 433, behavior: 'instant' }));
      await box.expectPainted(['warning 你好', 'error 加我微信']);
    });

    test('underlines and card stand right at any zoom', async ({ stage }) => {
      const box = await stage.open(name, { path });
      await box.insert(LINES);
      await box.type('你好');
      await box.expectPainted(['warning 你好']);
      for (const [what, zoom] of [
        ['html', '1.25'],
        ['html', '0.8'],
        ['body', '1.1'],
      ] as const) {
        await box.input.evaluate(
          (el, [what, zoom]) => el.closest<HTMLElement>(what)?.style.setProperty('zoom', zoom),
          [what, zoom] as const,
        );
        await box.expectPainted(['warning 你好']);
        await box.ask();
        await box.expectCardAbove();
        await box.press('Escape');
      }
      await stage.scaled(1.5, async () => {
        await box.expectPainted(['warning 你好']);
        await box.ask();
        await box.expectCardAbove();
      });
    });
  });
}

for (const name of NAMES) {
  test(`${name}: offsets count past emoji and rare characters`, async ({ stage }) => {
    const box = await stage.open(name);
    await box.insert('𠮷先生😀👨‍👩‍👧你好');
    await box.expectPainted(['warning 你好']);
    await box.accept();
    await box.expectText('𠮷先生😀👨‍👩‍👧您好');
    await box.type('𠮷😀');
    await box.expectText('𠮷先生😀👨‍👩‍👧您好𠮷😀');
  });

  test(`${name}: a long message of 2,000 characters`, async ({ stage }) => {
    const box = await stage.open(name);
    const long = LINES.repeat(Math.ceil(2_000 / LINES.length));
    await box.insert(long);
    await box.type('你好');
    // One hint that it is long, under all of it.
    await box.expectPainted([`hint ${long}你好`, 'warning 你好']);
    await box.accept();
    await box.expectText(`${long}您好`);
    await box.expectPainted([`hint ${long}您好`]);
  });
}

for (const name of ['textarea', 'contenteditable'] as const) {
  test(`${name}: the card goes along with its words until they are out of sight`, async ({
    stage,
  }) => {
    const box = await stage.open(name);
    await box.input.evaluate((el) =>
      Object.assign(el.style, { width: '200px', marginBottom: '700px' }),
    );
    await box.insert(LINES);
    await box.type('你好');
    await box.expectPainted(['warning 你好']);
    await box.ask();
    await box.input.evaluate(() => scrollTo({ top: 70, behavior: 'instant' }));
    await box.expectCardAbove();
    await box.input.evaluate((el) => el.scrollTo({ top: 0, behavior: 'instant' }));
    await expect(box.card).toHaveCount(0);
  });
}

for (const path of ['native', 'mirror'] as const) {
  test(`textarea, ${path}: what the page hides of the box is not painted`, async ({ stage }) => {
    const box = await stage.open('textarea', { path });
    const around = box.input.locator('..');
    await around.evaluate((el) =>
      Object.assign(el.style, { height: '50px', overflow: 'auto', marginBottom: '200px' }),
    );
    await box.insert('亲\n在的\n你好');
    await box.expectPainted(['warning 你好']);
    const { x, y, width, height } = (await around.boundingBox()) as DOMRect;
    const below = { x, y: y + height, width, height: 100 };
    const look = async (top: number) => {
      await around.evaluate((el, top) => el.scrollTo({ top, behavior: 'instant' }), top);
      await box.settle();
      return stage.page.screenshot({ clip: below });
    };
    const [out, within] = [await look(0), await look(40)];
    expect(out.equals(within)).toBe(true);
  });
}
