import { expect, test } from 'vitest';
import { marked, type Span } from './marked';

/** Each piece with what is seen of it: 'warning 你好', 'hint 不能 active'. */
const seen = (text: string, findings: Span[], active?: Span) =>
  marked(text, findings, active).map((piece) =>
    [piece.severity ?? '-', piece.text, ...(piece.active ? ['active'] : [])].join(' '),
  );

const HELLO: Span = { start: 0, end: 2, severity: 'warning' };

test('cuts a text at its findings', () => {
  const cannot: Span = { start: 3, end: 5, severity: 'hint' };
  const text = '你好，不能便宜';
  expect(seen(text, [HELLO, cannot])).toEqual(['warning 你好', '- ，', 'hint 不能', '- 便宜']);
  expect(marked(text, [HELLO, cannot]).map(({ start }) => start)).toEqual([0, 2, 3, 5]);
});

test('the gravest of two that overlap shows', () => {
  const findings: Span[] = [
    { start: 0, end: 3, severity: 'hint' },
    { start: 0, end: 1, severity: 'error' },
  ];
  expect(seen('不知道', findings)).toEqual(['error 不', 'hint 知道']);
});

test('neighbours that look alike are one piece, unless one is pointed at', () => {
  const there: Span = { start: 2, end: 4, severity: 'warning' };
  expect(seen('你好你们', [HELLO, there])).toEqual(['warning 你好你们']);
  expect(seen('你好你们', [HELLO, there], there)).toEqual(['warning 你好', 'warning 你们 active']);
});

test('nothing to remark on is one piece', () => {
  expect(seen('好的', [])).toEqual(['- 好的']);
});
