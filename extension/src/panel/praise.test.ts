import { expect, it } from 'vitest';
import { praiseFor } from './praise';

const limits = { golden: 6, first: 15, reply: 20, platform: 180 };
const intents = [
  { id: 'after.return', score: 0.9 },
  { id: 'doubt.quality', score: 0.6 },
  { id: 'complaint', score: 0.55 },
];

it('praises a hard moment, not an easy one, not too late and not with a fault', () => {
  expect(praiseFor(intents, 30, limits, [{ severity: 'hint' }])).toBe('complaint');
  expect(praiseFor(intents.slice(0, 1), 30, limits, [])).toBeNull();
  expect(praiseFor(intents, 181, limits, [])).toBeNull();
  expect(praiseFor(intents, 30, limits, [{ severity: 'warning' }])).toBeNull();
});
