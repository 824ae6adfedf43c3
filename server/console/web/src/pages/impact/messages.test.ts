import { expect, test } from 'vitest';
import { decode, readMessages } from './messages';

test('text: a line each, what buyers said left out', () => {
  expect(readMessages('昨天.txt', '买家：在吗\n客服：在的\n您好，欢迎光临\n\n')).toEqual({
    texts: ['在的', '您好，欢迎光临'],
    skipped: 1,
  });
});

test('a table: the column of texts, by its title', () => {
  const csv = '时间,发送方,消息内容\n9:00,买家,在吗\n9:01,小美,"在的,您说"\n9:02,小美,\n';
  expect(readMessages('log.csv', csv)).toEqual({ texts: ['在的,您说'], skipped: 2 });
});

test('a table of one column needs no title', () => {
  expect(readMessages('log.csv', '在的\n您好\n').texts).toEqual(['在的', '您好']);
});

test('a table without a column of texts is refused', () => {
  expect(() => readMessages('log.csv', 'a,b\n1,2\n')).toThrow('column');
});

test('JSON lines: messages and chats', () => {
  const jsonl =
    '{"id":"1","text":"在的"}\n{"id":"2","messages":[{"role":"buyer","text":"在吗"},{"role":"agent","text":"您说"}]}\n';
  expect(readMessages('log.jsonl', jsonl)).toEqual({ texts: ['在的', '您说'], skipped: 1 });
  expect(() => readMessages('log.jsonl', '在的')).toThrow('json');
});

test('what holds nothing is refused', () => {
  expect(() => readMessages('log.txt', '买家：在吗')).toThrow('empty');
});

test('GB 18030 is read too', () => {
  expect(decode(new Uint8Array([0xc4, 0xfa, 0xba, 0xc3]))).toBe('您好');
  expect(decode(new TextEncoder().encode('您好'))).toBe('您好');
});
