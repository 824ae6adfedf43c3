import type { Locator } from '@playwright/test';
import {
  expect,
  expectMarks,
  expectText,
  INPUTS,
  openChat,
  REFUSAL,
  REFUSAL_MARKS,
  startTrial,
  test,
} from './test';

test.describe('without the extension', () => {
  test.use({ build: 'none' });

  for (const { kind, chat } of INPUTS) {
    test(`the demo page runs the same annotator over a ${kind}`, async ({ page, origin }) => {
      await page.goto(`${origin}/demo/`);
      const banner = page.locator('.banner');
      await expect(banner).toHaveAttribute('data-presence', 'absent');
      await startTrial(page);
      const input = await openChat(page, origin, chat);
      await page.keyboard.type(REFUSAL);
      await expectMarks(input, REFUSAL_MARKS);
    });
  }

  test('a mirror stands in exactly where a browser cannot paint into fields', async ({
    page,
    origin,
  }) => {
    await page.goto(`${origin}/demo/`);
    const input = await openChat(page, origin, 'c-lu');
    const lines = `${'这款毯子可机洗，'.repeat(12)}您放心。${REFUSAL}`;
    await input.fill(lines);
    const native = await input.evaluate((el, word) => {
      const field = el as HTMLTextAreaElement & {
        createValueRange(start: number, end: number): Range;
      };
      const start = field.value.indexOf(word);
      const rects = [...field.createValueRange(start, start + word.length).getClientRects()];
      Reflect.deleteProperty(HTMLTextAreaElement.prototype, 'createValueRange');
      return rects.map(({ x, y, width, height }) => ({ x, y, width, height }));
    }, '不能再便宜');

    await startTrial(page);
    const found = async () => (await mirrored(input)).filter(({ words }) => words === '不能再便宜');
    await expect.poll(found).toHaveLength(2);
    const [mirror] = await found();
    expect(mirror?.rects).toHaveLength(native.length);
    for (const [i, rect] of native.entries()) {
      for (const side of ['x', 'y', 'width', 'height'] as const) {
        expect(mirror?.rects[i]?.[side]).toBeCloseTo(rect[side], 0);
      }
    }

    await input.evaluate((el: HTMLTextAreaElement) => {
      const at = el.value.indexOf('你好');
      el.setSelectionRange(at, at);
    });
    await input.press('Alt+Enter');
    await expect(page.locator('huashu-overlay .card')).toBeVisible();
    await page.keyboard.press('Alt+Enter');
    await expectText(input, lines.replace('你好', '您好'));
    await expect
      .poll(async () => (await mirrored(input)).map(({ words }) => words))
      .not.toContain('你好');
    expect(await found()).toHaveLength(2);
  });
});

test('with the extension, the demo page says so and offers no second annotator', async ({
  page,
  origin,
}) => {
  await page.goto(`${origin}/demo/`);
  await expect(page.locator('.banner')).toHaveAttribute('data-presence', 'extension');
  await expect(page.getByRole('button', { name: '在本页试用' })).toHaveCount(0);
});

/** The words underlined in a mirror and where they stand. */
function mirrored(input: Locator) {
  return input.evaluate(() =>
    [...(CSS.highlights.get('huashu-warning') ?? [])].map((range) => ({
      words: String(range),
      rects: [...(range as Range).getClientRects()].map(({ x, y, width, height }) => ({
        x,
        y,
        width,
        height,
      })),
    })),
  );
}
