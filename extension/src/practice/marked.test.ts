import { expect, test } from 'vitest';
import { marked } from './marked';

test('cuts a reply at its findings', () => {
  expect(
    marked('你好，不能便宜', [
      { start: 0, end: 2, severity: 'warning' },
      { start: 3, end: 5, severity: 'hint' },
    ]),
  ).toEqual([
    { text: '你好', severity: 'warning' },
    { text: '，', severity: null },
    { text: '不能', severity: 'hint' },
    { text: '便宜', severity: null },
  ]);
});

test('the gravest of two that overlap shows', () => {
  expect(
    marked('不知道', [
      { start: 0, end: 3, severity: 'hint' },
      { start: 0, end: 1, severity: 'error' },
    ]),
  ).toEqual([
    { text: '不', severity: 'error' },
    { text: '知道', severity: 'hint' },
  ]);
});

test('nothing to remark on is one piece', () => {
  expect(marked('好的', [])).toEqual([{ text: '好的', severity: null }]);
});
