// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { parseWait, readWaiting } from './waiting';

it.each([
  ['45秒', 45, 3],
  ['已等待2分钟', 120, 60],
  ['1小时20分', 4800, 60],
  ['3 时', 10_800, 3600],
])('%s is %d s, give or take %d', (words, seconds, slack) => {
  expect(parseWait(words)).toEqual({ seconds, slack });
});

it.each(['', '超时', '10:41'])('%s does not say how long', (words) => {
  expect(parseWait(words)).toBeNull();
});

describe('readWaiting', () => {
  const now = new Date('2026-11-22T10:00:00Z');
  const waiting = { list: 'ul', item: 'li:has(i)', name: 'b', for: 'i', since: { attr: 'data-t' } };
  document.body.innerHTML = `
    <ul>
      <li><b>竹外桃花</b></li>
      <li><b>三两清风</b><i>70秒</i></li>
      <li><b>木叶知秋</b><i>超时</i></li>
      <li><b>晴窗</b><i>昨天</i></li>
      <li><b>小满</b><i>10:41</i></li>
    </ul>`;

  it('tells who waits since when', () => {
    expect(readWaiting(waiting, [...document.querySelectorAll('ul')], now)).toEqual([
      { name: '三两清风', since: now.getTime() / 1000 - 70, slack: 3 },
      { name: '木叶知秋', since: null, slack: 3 },
    ]);
  });
});
