import { expect, it } from 'vitest';
import { emptyDay } from '../settings/counters';
import { numbersOf } from './numbers';

const counts = (hits: number, accepted: number) => ({ hits, accepted, dismissed: 0, alarms: 0 });
const days = [
  {
    ...emptyDay('2026-11-21'),
    waits: { 9: { 5: 2, 30: 1 } },
    rules: { 'address.nin': counts(3, 2) },
    replies: { shown: 6, accepted: 2 },
    praise: { complaint: 1 },
  },
  {
    ...emptyDay('2026-11-22'),
    waits: { 11: { 10: 4, 200: 1 } },
    rules: { 'address.ni': counts(2, 2), gone: counts(1, 0) },
    praise: { complaint: 1, 'doubt.quality': 3 },
  },
];
const categoryOf = (rule: string) => (rule.startsWith('address') ? 'address.nin' : '');

it('sums up days', () => {
  const numbers = numbersOf(days, categoryOf);
  expect(numbers).toMatchObject({ answered: 8, median: 10 });
  expect(numbers.within).toEqual([
    { seconds: 6, share: 2 / 8 },
    { seconds: 15, share: 6 / 8 },
    { seconds: 20, share: 6 / 8 },
    { seconds: 180, share: 7 / 8 },
  ]);
  expect(
    numbers.hours.map(({ hour, answered, median, most }) => [hour, answered, median, most]),
  ).toEqual([
    [9, 3, 5, 30],
    [10, 0, -1, -1],
    [11, 5, 10, 200],
  ]);
  expect(numbers.days.map(({ quick }) => quick)).toEqual([2 / 3, 4 / 5]);
  expect(numbers.categories).toEqual([
    { id: 'address.nin', ...counts(5, 4) },
    { id: '', ...counts(1, 0) },
  ]);
  expect(numbers.findings).toEqual(counts(6, 4));
  expect(numbers.replies).toEqual({ shown: 6, accepted: 2 });
  expect(numbers.praise).toEqual([
    { intent: 'doubt.quality', count: 3 },
    { intent: 'complaint', count: 2 },
  ]);
});

it('has nothing to tell of nothing', () => {
  const numbers = numbersOf([emptyDay('2026-11-22')], categoryOf);
  expect(numbers).toMatchObject({ answered: 0, hours: [], categories: [], praise: [] });
});
