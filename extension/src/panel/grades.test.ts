import { expect, it } from 'vitest';
import zh from '../../public/_locales/zh_CN/messages.json';
import { textsFrom } from '../i18n/texts';
import { gradeFrom, gradeOf, hoursIn, ringOf, waitIn } from './grades';

const limits = {
  golden: 6,
  first: 15,
  reply: 20,
  platform: 180,
  hours: { from: 9 * 3600, to: 23 * 3600 },
};

it.each([
  [0, 'golden', 0, '0'],
  [6, 'golden', 0.3, '6'],
  [10, 'good', 0.5, '10'],
  [20, 'fair', 1, '20'],
  [100, 'late', 0.5, '1:40'],
  [181, 'missed', 1, '3 分'],
  [9000, 'missed', 1, '2 时'],
])('a wait of %d s is %s', (wait, grade, ring, short) => {
  expect(gradeOf(wait, limits)).toBe(grade);
  expect(ringOf(wait, limits)).toBeCloseTo(ring);
  expect(waitIn(wait, limits, textsFrom(zh))).toBe(short);
});

it.each([
  ['2026-11-22T08:59:59+08:00', 'calm'],
  ['2026-11-22T09:00:00+08:00', 'late'],
  ['2026-11-22T22:59:59+08:00', 'late'],
  ['2026-11-22T23:00:00+08:00', 'calm'],
])('a minute from %s on is %s', (start, grade) => {
  expect(gradeFrom(Date.parse(start) / 1000, 60, limits)).toBe(grade);
});

it('grades all day where a platform names no hours, and a wait that ends in the night', () => {
  const evening = Date.parse('2026-11-22T22:59:00+08:00') / 1000;
  expect(gradeFrom(evening, 300, limits)).toBe('missed');
  expect(gradeFrom(evening + 120, 300, { ...limits, hours: { from: 0, to: 0 } })).toBe('missed');
  expect(hoursIn(limits)).toBe('9:00–23:00');
});
