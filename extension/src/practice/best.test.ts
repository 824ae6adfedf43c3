import { expect, test } from 'vitest';
import { passingStore } from '../settings/store';
import { Best } from './best';

test('keeps the best score, over a reload', async () => {
  const store = passingStore<Record<string, number>>();
  const best = new Best(store);
  await best.load();
  expect(best.of('bargain.plain')).toBeNull();
  expect(await best.keep('bargain.plain', 62)).toBe(false); // The first is no record.
  expect(await best.keep('bargain.plain', 80)).toBe(true);
  expect(await best.keep('bargain.plain', 71)).toBe(false);

  const again = new Best(store);
  await again.load();
  expect(again.of('bargain.plain')).toBe(80);
});
