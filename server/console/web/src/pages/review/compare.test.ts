import type { PackRecords, RuleRecord } from '@huashu/wasm';
import { expect, test } from 'vitest';
import { compare } from './compare';

const rule = (changes: Partial<RuleRecord> = {}): RuleRecord => ({
  ...{ id: 'shop.words', pack: 'shop', category: 'shop', severity: 'hint', action: 'hint' },
  ...{ title: '用语', message: '换一个词', why: '店里不这么说', source: '店规' },
  match: { terms: ['便宜点', '实惠点'] },
  when: {},
  examples: { bad: [{ text: '给您[[便宜点]]' }], good: [{ text: '有优惠' }] },
  ...changes,
});

const records = (...rules: RuleRecord[]): PackRecords => ({
  meta: { name: 'shop', title: '店', version: '1' },
  ...{ rules, categories: [], intents: [], profiles: [] },
  classes: [{ name: 'polite', words: ['您', '请'] }],
});

test('the same packs do not differ', () => {
  expect(compare(records(rule()), records(rule()))).toEqual([]);
});

test('a changed rule says which words came and which went', () => {
  const after = rule({ severity: 'warning', match: { terms: ['实惠点', '划算点'] } });
  expect(compare(records(rule()), records(after))).toMatchObject([
    {
      op: 'change',
      kind: 'rule',
      id: 'shop.words',
      pieces: [
        { name: 'severity', removed: ['hint'], added: ['warning'] },
        { name: 'match.terms', removed: ['便宜点'], added: ['划算点'] },
      ],
    },
  ]);
});

test('a rule switched off is one that gained a word', () => {
  expect(compare(records(rule()), records(rule({ off: true })))[0]?.pieces).toEqual([
    { name: 'off', removed: [], added: ['true'] },
  ]);
});

test('rules and words that are new or gone', () => {
  const before = records(rule());
  const after = { ...records(), classes: [{ name: 'polite', words: ['您'] }] };
  expect(compare(before, after).map(({ op, kind, id }) => [op, kind, id])).toEqual([
    ['remove', 'rule', 'shop.words'],
    ['change', 'class', 'polite'],
  ]);
  expect(compare(after, before)[0]).toMatchObject({ op: 'add', rule: { title: '用语' } });
});
