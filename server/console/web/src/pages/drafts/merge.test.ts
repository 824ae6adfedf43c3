import { expect, test } from 'vitest';
import { merge } from './merge';

test('changes of different files come together', () => {
  expect(merge({ a: '1', b: '1' }, { a: '2', b: '1' }, { a: '1', b: '2', c: '3' })).toEqual({
    files: { a: '2', b: '2', c: '3' },
    conflicts: [],
  });
});

test('the same change on both sides is none to ask about', () => {
  expect(merge({ a: '1' }, { a: '2' }, { a: '2' })).toEqual({ files: { a: '2' }, conflicts: [] });
});

test('different changes of one file are, and mine stands until it is decided', () => {
  expect(merge({ a: '1' }, { a: '2' }, { a: '3' })).toEqual({
    files: { a: '2' },
    conflicts: ['a'],
  });
});

test('deleting is a change', () => {
  expect(merge({ a: '1', b: '1' }, { b: '1' }, { a: '2' })).toEqual({
    files: {},
    conflicts: ['a'],
  });
});
