import { expect, it } from 'vitest';
import { Counters, DAYS_KEPT, type Day, emptyDay, plusDay } from './counters';
import { passingStore } from './store';
import { sumIn } from './sum';

const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 30);

it('counts by day and hour, together with other pages', async () => {
  const sum = sumIn(passingStore<Day[]>(), plusDay);
  let now = at(22, 9);
  const [one, two] = [new Counters(sum, () => now), new Counters(sum, () => now)];
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
  const sum = sumIn(passingStore<Day[]>(), plusDay);
  let now = at(1, 9);
  const counters = new Counters(sum, () => now);
  for (let day = 1; day <= 9; day++) {
    now = at(day, 9);
    expect(counters.today().waits).toEqual({});
    await counters.waited(day);
  }
  expect(counters.days).toHaveLength(DAYS_KEPT);
  expect(counters.days[0]?.day).toBe('2026-11-03');
});

it('loses nothing when pages count at the same time', async () => {
  const sum = sumIn(passingStore<Day[]>(), plusDay);
  const pages = [0, 1].map(() => new Counters(sum, () => at(22, 9)));
  await Promise.all(pages.flatMap((page) => Array.from({ length: 20 }, () => page.waited(7))));
  await Promise.all(pages.map((page) => page.load()));
  expect(pages.map((page) => page.today().waits)).toEqual([{ 9: { 7: 40 } }, { 9: { 7: 40 } }]);
});

it('puts what comes late on the day on which it happened', () => {
  const days = [1, 3].reduce<Day[]>((kept, n) => plusDay(kept, emptyDay(`2026-11-0${n}`)), []);
  const late = { ...emptyDay('2026-11-01'), replies: { shown: 2, accepted: 0 } };
  expect(plusDay(days, late).map(({ day, replies }) => [day, replies.shown])).toEqual([
    ['2026-11-01', 2],
    ['2026-11-03', 0],
  ]);
});
