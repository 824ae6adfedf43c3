import { expect, test } from 'vitest';
import { afterFailure, afterSuccess } from './backoff';

test.each([
  // failures in a row, shortest and longest wait in seconds
  [1, 22.5, 37.5],
  [2, 45, 75],
  [5, 360, 600],
  [8, 2700, 4500],
  [1000, 2700, 4500],
])('after %i failures: %d to %d s', (failures, shortest, longest) => {
  expect(afterFailure(failures, 0)).toBe(shortest * 1000);
  expect(afterFailure(failures, 1)).toBe(longest * 1000);
});

test.each([
  // what the head asks for, shortest and longest wait in seconds
  [900, 855, 945],
  [0, 57, 63],
  [1e9, 82_080, 90_720],
])('a head that asks for %i s: %d to %d s', (poll, shortest, longest) => {
  expect(afterSuccess(poll, 0) / 1000).toBeCloseTo(shortest);
  expect(afterSuccess(poll, 1) / 1000).toBeCloseTo(longest);
});
