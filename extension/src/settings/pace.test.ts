import { expect, it } from 'vitest';
import { Pace, type PaceDay } from './pace';
import { passingStore } from './store';

it('tells median and share of today, across pages', async () => {
  const store = passingStore<PaceDay>();
  let day = '2026-11-22';
  const [one, two] = [0, 1].map(() => new Pace(store, () => day)) as [Pace, Pace];
  expect(one.numbers()).toBeNull();
  await Promise.all([4.2, 19.9, 20.8, 4000].map((wait) => one.count(wait)));
  await two.count(6);
  expect(two.numbers()).toEqual({ answered: 5, median: 19, quick: 0.8 });
  day = '2026-11-23';
  expect(two.numbers()).toBeNull();
});
