// @vitest-environment happy-dom
import type { Adapter } from '@huashu/wasm/types';
import { describe, expect, it } from 'vitest';
import { parseTime, readRows } from './rows';

const adapter: Adapter = {
  id: 'chat',
  title: '',
  matches: [],
  input: 'textarea',
  rows: 'li',
  text: '.words',
  roles: { system: '.note', robot: '.bot', agent: '.own', buyer: '.other' },
  time: { attr: 'id', pattern: '(\\d+)$', unit: 'ms' },
};

it('reads whose words, what and when', () => {
  document.body.innerHTML = `
    <ul>
      <li id="m-1795338000000"><div class="other"><b>竹外桃花</b><p class="words"> 在吗\n </p></div></li>
      <li id="m-1795338001500"><div class="own bot"><p class="words">您好，稍等</p></div></li>
      <li id="m-none"><div class="own"><img alt="" /></div></li>
      <li id="m-1795338002000"><div class="card">商品卡片</div></li>
    </ul>`;
  expect(
    readRows(adapter, document.body, new Date()).map(({ role, text, time }) => [role, text, time]),
  ).toEqual([
    ['buyer', '在吗', 1795338000],
    ['robot', '您好，稍等', 1795338001.5],
    ['agent', '', null],
  ]);
});

describe('a time in words', () => {
  const now = new Date(2026, 10, 22, 14, 30);
  it.each([
    ['2026-11-20 09:08:07', new Date(2026, 10, 20, 9, 8, 7)],
    ['小满 11/21 23:59:59', new Date(2026, 10, 21, 23, 59, 59)],
    ['2025年3月1日 8:00:01', new Date(2025, 2, 1, 8, 0, 1)],
    ['14:29:58', new Date(2026, 10, 22, 14, 29, 58)],
  ])('%s', (words, date) => {
    expect(parseTime(words, now)).toBe(date.getTime() / 1000);
  });

  it('may say its zone', () => {
    expect(parseTime('2026-11-22T14:29:58.250Z', now)).toBe(
      Date.UTC(2026, 10, 22, 14, 29, 58, 250) / 1000,
    );
  });

  it.each(['14:29', '昨天', ''])('%s is no use to a clock of seconds', (words) => {
    expect(parseTime(words, now)).toBeNull();
  });
});
