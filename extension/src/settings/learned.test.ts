import { expect, it } from 'vitest';
import { Learned, plusTallies, type Tallies } from './learned';
import { passingStore } from './store';
import { sumIn } from './sum';

it('counts by template, together with other pages', async () => {
  const sum = sumIn(passingStore<Tallies>(), plusTallies);
  const [one, two] = [new Learned(sum), new Learned(sum)];
  await one.count('shown', ['bargain/1', 'bargain/2']);
  await two.count('shown', ['bargain/2']);
  await one.count('accepted', ['bargain/2']);
  expect(one.tallies).toEqual({
    'bargain/1': { shown: 1, accepted: 0, dismissed: 0 },
    'bargain/2': { shown: 2, accepted: 1, dismissed: 0 },
  });
});

it('forgets what was counted longest ago', () => {
  const tally = { shown: 1, accepted: 0, dismissed: 0 };
  const full = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`reply/${i}`, tally]));
  const kept = Object.keys(plusTallies(full, { 'reply/0': tally, 'new/1': tally }));
  expect([kept.length, kept[0], ...kept.slice(-2)]).toEqual([500, 'reply/2', 'reply/0', 'new/1']);
});
