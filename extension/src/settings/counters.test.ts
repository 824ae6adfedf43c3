import { expect, it } from 'vitest';
import { Counters, DAYS_KEPT, type Day } from './counters';
import { passingStore } from './store';

const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 30);

it('counts by day and hour, together with other pages', async () => {
  const store = passingStore<Day[]>();
  let now = at(22, 9);
  const [one, two] = [new Counters(store, () => now), new Counters(store, () => now)];
  await Promise.all([4.2, 4.9, 4000, -1].map((wait) => one.waited(wait)));
  now = at(22, 14);
  await two.waited(20);
  await two.ruled('hits', ['address.nin', 'address.nin', 'typo.word']);
  await one.ruled('accepted', ['address.nin']);
  await one.ruled('alarms', ['typo.word']);
  await one.replied('shown', 3);
  await two.replied('accepted', 1);
  await one.praised('complaint');
  expect(one.today()).toEqual({
    day: '2026-11-22',
    waits: { 9: { 0: 1, 4: 2, 600: 1 }, 14: { 20: 1 } },
    rules: {
      'address.nin': { hits: 2, accepted: 1, dismissed: 0, alarms: 0 },
      'typo.word': { hits: 1, accepted: 0, dismissed: 0, alarms: 1 },
    },
    replies: { shown: 3, accepted: 1 },
    praise: { complaint: 1 },
  });
});

it('begins anew each day and keeps a week', async () => {
  const store = passingStore<Day[]>();
  let now = at(1, 9);
  const counters = new Counters(store, () => now);
  for (let day = 1; day <= 9; day++) {
    now = at(day, 9);
    expect(counters.today().waits).toEqual({});
    await counters.waited(day);
  }
  expect(counters.days).toHaveLength(DAYS_KEPT);
  expect(counters.days[0]?.day).toBe('2026-11-03');
});
