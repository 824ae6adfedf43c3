import { expect, it } from 'vitest';
import { emptyDay } from './counters';
import { paceOf, shareWithin, waitAt, waitsOf } from './pace';

const day = {
  ...emptyDay('2026-11-22'),
  waits: { 9: { 4: 1, 19: 1, 20: 1 }, 14: { 6: 1, 600: 1 } },
};

it('tells median and share of a day', () => {
  expect(paceOf(emptyDay('2026-11-22'))).toBeNull();
  expect(paceOf(day)).toEqual({ answered: 5, median: 19, quick: 0.8 });
});

it('tells one hour from another', () => {
  const morning = waitsOf([day], 9);
  expect(shareWithin(morning, 6)).toBeCloseTo(1 / 3);
  expect(waitAt(morning, 0.9)).toBe(20);
  expect(waitAt(waitsOf([day, day]), 1)).toBe(600);
});
