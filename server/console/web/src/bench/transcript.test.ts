import { expect, test } from 'vitest';
import { readTranscript } from './transcript';

const shown = (text: string) => readTranscript(text).map(({ role, t, text }) => [role, t, text]);

test('a line each, whose it is before the colon', () => {
  expect(shown('买家: 能便宜点吗\n客服：这是最低价了')).toEqual([
    ['buyer', 0, '能便宜点吗'],
    ['agent', 10, '这是最低价了'],
  ]);
});

test('times in front are read, in seconds of the day', () => {
  expect(shown('[2026-11-22 09:00:05] 买家: 在吗\n09:01 客服: 在的')).toEqual([
    ['buyer', 32_405, '在吗'],
    ['agent', 32_460, '在的'],
  ]);
});

test('a line without a name goes on with the message above', () => {
  expect(shown('客服: 您好\n尺码：建议选 L\n\n买家: 好')).toEqual([
    ['agent', 0, '您好\n尺码：建议选 L'],
    ['buyer', 10, '好'],
  ]);
});

test('what comes before anybody has spoken is nothing', () => {
  expect(shown('聊天记录\n买家: 你好')).toEqual([['buyer', 0, '你好']]);
});
