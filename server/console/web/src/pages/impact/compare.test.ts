import { expect, test } from 'vitest';
import type { Hit } from '../../engine/engine';
import { Comparison } from './compare';

const hit = (rule: string, start: number, severity: Hit['severity'] = 'hint'): Hit => ({
  ...{ rule, severity, start, end: start + 2 },
  fix: '',
});

test('new, gone and changed findings are counted by rule', () => {
  const comparison = new Comparison();
  comparison.add('没有不同', [hit('a', 0)], [hit('a', 0)], 5);
  comparison.add('多了', [], [hit('b', 0), hit('b', 2)], 3);
  comparison.add('少了又重了', [hit('a', 0), hit('c', 2)], [hit('c', 2, 'error')], 1);
  const { rules, ...sums } = comparison.result();
  expect(sums).toEqual({ messages: 9, before: 6, after: 9, touched: 4 });
  expect(rules.map(({ rule, fresh, gone, changed }) => [rule, fresh, gone, changed])).toEqual([
    ['b', 6, 0, 0],
    ['a', 0, 1, 0],
    ['c', 0, 0, 1],
  ]);
  expect(rules[0]?.samples).toEqual([
    { text: '多了', before: [], after: [hit('b', 0), hit('b', 2)], times: 3 },
  ]);
});
