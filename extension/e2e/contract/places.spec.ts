/**
 * Every editor wherever a page can put it. All of these pages forbid whatever
 * they did not bring themselves: `default-src 'none'`, no inline styles, no wasm.
 */
import { expect } from '@playwright/test';
import { EDITORS, PATHS, PLACES } from './editors';
import { test } from './stage';

for (const place of PLACES) {
  for (const { name, path, title } of PATHS) {
    const unfit = EDITORS[name].unfit?.[place];
    test(`${title} in ${place}`, async ({ stage }) => {
      test.skip(unfit !== undefined, unfit);
      const box = await stage.open(name, { place, path });
      await box.type('你好，在的');
      await box.expectPainted(['warning 你好']);
      await box.ask();
      await box.expectCardAbove();
      await box.press('Escape');
      await expect(box.card).toHaveCount(0);
      await box.accept();
      await box.expectText('您好，在的');
      await box.press('Control+z');
      await box.expectText('你好，在的');
      await box.expectPainted(['warning 你好']);
      await box.accept();
      await box.expectText('您好，在的');
      await box.type('，请讲');
      await box.expectText('您好，在的，请讲');
    });
  }
}
