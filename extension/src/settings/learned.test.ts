import { expect, it } from 'vitest';
import { Learned, type Tallies } from './learned';
import { passingStore } from './store';

it('counts by template, together with other pages', async () => {
  const store = passingStore<Tallies>();
  const [one, two] = [new Learned(store), new Learned(store)];
  await one.count('shown', ['bargain/1', 'bargain/2']);
  await two.count('shown', ['bargain/2']);
  await one.count('accepted', ['bargain/2']);
  expect(one.tallies).toEqual({
    'bargain/1': { shown: 1, accepted: 0, dismissed: 0 },
    'bargain/2': { shown: 2, accepted: 1, dismissed: 0 },
  });
});
