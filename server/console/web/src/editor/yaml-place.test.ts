import { expect, test } from 'vitest';
import { placeAt } from './yaml-place';

/** The place of the caret, written as ‸ in the text. */
function place(text: string) {
  const lines = text.split('\n');
  const line = lines.findIndex((l) => l.includes('‸'));
  const column = lines[line]?.indexOf('‸') ?? 0;
  return placeAt(
    lines.map((l) => l.replace('‸', '')),
    line,
    column,
  );
}

test.each([
  ['at the top', 'pack: shop\n‸', [], 'key', '', ['pack']],
  ['a key half written', 'ver‸', [], 'key', 'ver', []],
  [
    'the value of a key',
    'rules:\n  - id: a\n    severity: wa‸',
    ['rules', '[]', 'severity'],
    'value',
    'wa',
    [],
  ],
  [
    'a key of a rule',
    'rules:\n  - id: a\n    se‸\n    title: t',
    ['rules', '[]'],
    'key',
    'se',
    ['id', 'title'],
  ],
  [
    'an empty line in a rule',
    'rules:\n  - id: a\n    match:\n      ‸',
    ['rules', '[]', 'match'],
    'key',
    '',
    [],
  ],
  ['the first key of an entry', 'rules:\n  - ‸', ['rules', '[]'], 'key', '', []],
  ['a dash under its key', 'rules:\n- id: a\n  un‸', ['rules', '[]'], 'key', 'un', ['id']],
  [
    'lists in a rule',
    'rules:\n  - id: a\n    unless:\n      - ne‸',
    ['rules', '[]', 'unless', '[]'],
    'key',
    'ne',
    [],
  ],
  [
    'the second entry',
    'rules:\n  - id: a\n    title: t\n  - id: b\n    ca‸',
    ['rules', '[]'],
    'key',
    'ca',
    ['id'],
  ],
  [
    'a key in braces',
    'rules:\n  - id: a\n    match: {te‸',
    ['rules', '[]', 'match'],
    'key',
    'te',
    [],
  ],
  [
    'a second one',
    'rules:\n  - id: a\n    match: {terms: [x, y], lo‸',
    ['rules', '[]', 'match'],
    'key',
    'lo',
    ['terms'],
  ],
  [
    'a value in braces',
    'overrides:\n  - {rule: add‸',
    ['overrides', '[]', 'rule'],
    'value',
    'add',
    [],
  ],
  [
    'a step of a pattern',
    'rules:\n  - match:\n      pattern: [{CL‸',
    ['rules', '[]', 'match', 'pattern', '[]'],
    'key',
    'CL',
    [],
  ],
  [
    'the class of a step',
    'rules:\n  - match:\n      pattern: [{CLASS: no‸',
    ['rules', '[]', 'match', 'pattern', '[]', 'CLASS'],
    'value',
    'no',
    [],
  ],
] as const)('%s', (_, text, path, wants, typed, present) => {
  expect(place(text)).toEqual({ path, wants, typed, present });
});
