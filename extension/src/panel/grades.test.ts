import { expect, it } from 'vitest';
import zh from '../../public/_locales/zh_CN/messages.json';
import { textsFrom } from '../i18n/texts';
import { gradeOf, ringOf, waitIn } from './grades';

const limits = { golden: 6, first: 15, reply: 20, platform: 180 };

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
