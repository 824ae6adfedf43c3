import { expect, test } from 'vitest';
import { readOverrides, withOverride } from './overrides';

const pack = 'pack: shop\ntitle: 小店\nversion: 1.0.0\n';

test('the first override makes a file of its own', () => {
  expect(withOverride({ 'pack.yaml': pack }, 'typo.list', { off: true })).toEqual({
    'pack.yaml': pack,
    'overrides.yaml': 'overrides:\n  - { rule: typo.list, off: true }\n',
  });
});

test('another one joins it', () => {
  const files = { 'overrides.yaml': '# 本店\noverrides:\n  - {rule: a, off: true}\n' };
  expect(withOverride(files, 'b', { severity: 'hint' })).toEqual({
    'overrides.yaml':
      '# 本店\noverrides:\n  - { rule: a, off: true }\n  - { rule: b, severity: hint }\n',
  });
});

test('one that stands elsewhere is changed there', () => {
  const files = { 'pack.yaml': `${pack}overrides:\n  - rule: a # 太吵\n    off: true\n` };
  expect(withOverride(files, 'a', { severity: 'hint' })).toEqual({
    'pack.yaml': `${pack}overrides:\n  - rule: a # 太吵\n    severity: hint\n`,
  });
});

test('the last one taken away leaves nothing behind', () => {
  const files = { 'pack.yaml': pack, 'overrides.yaml': 'overrides:\n  - {rule: a, off: true}\n' };
  expect(withOverride(files, 'a', {})).toEqual({ 'pack.yaml': pack });
  expect(withOverride({ 'pack.yaml': pack }, 'a', {})).toEqual({ 'pack.yaml': pack });
});

test('overrides of all files are read, and files with mistakes passed over', () => {
  const files = {
    'a.yaml': 'overrides: [{rule: a, off: true}]',
    'b.yaml': 'overrides:\n  - {rule: b, severity: error}\n',
    'c.yaml': 'overrides: [[[',
    'd.yaml': '- a list',
  };
  expect([...readOverrides(files)]).toEqual([
    ['a', { off: true }],
    ['b', { severity: 'error' }],
  ]);
});
