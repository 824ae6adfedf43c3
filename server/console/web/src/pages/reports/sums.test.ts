import { expect, test } from 'vitest';
import { agentsByDay, byDay, byRule, lastDays, share, total } from './sums';

const count = (day: string, rule: string, hits: number, accepted = 0) => ({
  ...{ day, seq: 1, rule, hits, accepted, dismissed: 0, falseAlarms: 0 },
});
const counts = [
  count('2026-11-20', 'a', 3, 1),
  count('2026-11-21', 'a', 2, 2),
  count('2026-11-21', 'b', 9),
];

test('sums by rule, the most fired first', () => {
  expect(byRule(counts).map(({ rule, hits, accepted }) => [rule, hits, accepted])).toEqual([
    ['b', 9, 0],
    ['a', 5, 3],
  ]);
});

test('sums by day, with days on which nothing was', () => {
  const days = lastDays(3, '2026-11-22');
  expect(days).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
  expect(byDay(counts, days).map(({ hits }) => hits)).toEqual([3, 11, 0]);
  const adoption = [
    { day: '2026-11-21', seq: 1, clients: 4, failures: 0 },
    { day: '2026-11-21', seq: 2, clients: 1, failures: 0 },
  ];
  expect(agentsByDay(adoption, days)).toEqual([0, 5, 0]);
});

test('a share of nothing is none', () => {
  expect(share(0, 0)).toBeNull();
  expect(share(total(counts).accepted, total(counts).hits)).toBeCloseTo(3 / 14);
});
