/** Gone is gone: whatever ends our work, the page is as it was before. */
import { expect } from '@playwright/test';
import { PATHS } from './editors';
import { test } from './stage';

const OFF = { offSites: ['127.0.0.1'] };

for (const { name, path, title } of PATHS) {
  test.describe(title, () => {
    test('an editor taken off the page takes all of ours with it', async ({ stage }) => {
      const box = await stage.open(name, { path });
      await box.type('你好');
      await box.expectPainted(['warning 你好']);
      await box.ask();
      await box.unmount();
      await expect.poll(() => stage.traces()).toEqual({ highlights: [], elements: [] });
    });

    test('a site switched off is left as it was', async ({ stage }) => {
      await stage.choose(OFF);
      const box = await stage.open(name, { path });
      await box.type('你好，在的');
      const before = await stage.snapshot();

      await stage.choose({});
      await box.expectPainted(['warning 你好']);
      await box.ask();
      await stage.choose(OFF);
      await expect.poll(() => stage.traces()).toEqual({ highlights: [], elements: [] });
      expect(await stage.snapshot()).toEqual(before);
      // The page has its keys again.
      expect(await box.hears('Alt+Enter')).toBe(true);
      await stage.choose({});
    });
  });
}

test('an emptied box carries nothing', async ({ stage }) => {
  const box = await stage.open('textarea', { path: 'mirror' });
  await box.type('你好');
  await box.expectPainted(['warning 你好']);
  await box.press('Control+a');
  await box.press('Delete');
  await expect.poll(() => stage.traces()).toEqual({ highlights: [], elements: [] });
});
