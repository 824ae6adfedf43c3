// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatLog } from './log';
import type { Row } from './rows';

const NOON = Date.UTC(2026, 10, 22, 4) / 1000;

/** Rows from `role text @seconds after noon`, each in an element of its own. */
function rows(...lines: string[]): Row[] {
  return lines.map((line) => {
    const [, role, text = '', time] = /^(\S+) (.*?)(?: @(-?[\d.]+))?$/.exec(line) ?? [];
    return {
      element: document.createElement('div'),
      role: role as Row['role'],
      text,
      time: time === undefined ? null : NOON + Number(time),
    };
  });
}

/** What a log holds, as `role text @time`, history in brackets. */
function told(log: ChatLog): string[] {
  return log.events
    .filter(({ kind }) => kind === 'said')
    .map(({ role, text, t, history }) =>
      history ? `[${role} ${text}]` : `${role} ${text} @${Math.round(t - NOON)}`,
    );
}

describe('ChatLog', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOON * 1000 });
    return () => vi.useRealTimers();
  });
  const atSecond = (seconds: number) => vi.setSystemTime((NOON + seconds) * 1000);

  it('takes what stands there at first for history, but for the buyer who waits', () => {
    const log = new ChatLog();
    log.take(rows('buyer 在吗 @-60', 'agent 在的亲 @-50', 'buyer 能便宜吗 @-8'), false);
    expect(told(log)).toEqual(['[buyer 在吗]', '[agent 在的亲]', 'buyer 能便宜吗 @-8']);
  });

  it('starts no clock on what was said nobody knows when', () => {
    const log = new ChatLog();
    log.take(rows('agent 在的亲', 'buyer 能便宜吗'), false);
    expect(told(log)).toEqual(['[agent 在的亲]', '[buyer 能便宜吗]']);
  });

  it('starts one where something else tells since when the buyer waits', () => {
    const log = new ChatLog();
    log.take(
      rows('agent 在的亲', 'buyer 能便宜吗', 'robot 请稍等', 'buyer 在吗'),
      false,
      NOON - 72,
    );
    expect(told(log)).toEqual([
      '[agent 在的亲]',
      'buyer 能便宜吗 @-72',
      'robot 请稍等 @-72',
      'buyer 在吗 @-72',
    ]);
  });

  it('knows its rows by their elements or stamps, and others only by more than one', () => {
    const log = new ChatLog();
    const shown = rows('buyer 在吗', 'agent 在的', 'buyer 有货吗 @-8');
    log.take(shown, false);
    expect(log.knows(shown.slice(0, 1))).toBe(true);
    expect(log.knows(rows('buyer 在吗'))).toBe(false);
    expect(log.knows(rows('buyer 在吗', 'agent 在的'))).toBe(true);
    expect(log.knows(rows('buyer 有货吗 @-8'))).toBe(true);
  });

  it('gives what is said while watched the time of this machine', () => {
    const log = new ChatLog();
    const shown = rows('agent 在的亲');
    log.take(shown, false);
    atSecond(30);
    expect(log.take([...shown, ...rows('buyer 能便宜吗')], true)).toBe(true);
    expect(told(log)).toEqual(['[agent 在的亲]', 'buyer 能便宜吗 @30']);
    expect(log.take(shown, true)).toBe(false);
  });

  it('knows the same words said twice for two messages', () => {
    const log = new ChatLog();
    const shown = rows('agent 在的亲', 'buyer 在吗');
    log.take(shown, false);
    log.take([...shown, ...rows('buyer 在吗')], true);
    expect(told(log)).toEqual(['[agent 在的亲]', '[buyer 在吗]', 'buyer 在吗 @0']);
  });

  it('takes rows filled in above for history, without and with stamps', () => {
    const log = new ChatLog();
    const shown = rows('agent 在的亲 @-50', 'buyer 能便宜吗 @-8');
    log.take(shown, false);
    log.take([...rows('buyer 在吗 @-60'), ...shown], true);
    log.take([...rows('buyer 你好'), ...shown], true);
    expect(told(log)).toEqual([
      '[buyer 在吗]',
      '[buyer 你好]',
      '[agent 在的亲]',
      'buyer 能便宜吗 @-8',
    ]);
  });

  it('knows rows that left a virtualised list and came back in new elements', () => {
    const log = new ChatLog();
    const words = ['buyer 一', 'agent 二', 'buyer 三', 'agent 四', 'buyer 三'];
    log.take(rows(...words), false);
    for (const window of [words.slice(0, 3), words.slice(1, 4), words.slice(2), words]) {
      expect(log.take(rows(...window), true)).toBe(false);
    }
    log.take(rows(...words.slice(3), 'agent 五'), true);
    expect(told(log).at(-1)).toBe('agent 五 @0');
    expect(told(log)).toHaveLength(6);
  });

  it('knows a message whose stamp the server has set right', () => {
    const log = new ChatLog();
    const shown = rows('buyer 在吗 @-3');
    log.take(shown, false);
    log.take([...shown, ...rows('agent 在的亲 @0')], true);
    expect(log.take([...shown, ...rows('agent 在的亲 @1')], true)).toBe(false);
    expect(told(log)).toEqual(['buyer 在吗 @-3', 'agent 在的亲 @0']);
  });

  it('takes many rows at once for a chat being shown', () => {
    const log = new ChatLog();
    const shown = rows('system 以下为最近消息');
    log.take(shown, false);
    log.take(
      [...shown, ...rows('buyer 1', 'agent 2', 'buyer 3', 'agent 4', 'buyer 5', 'agent 6')],
      true,
    );
    expect(
      told(log)
        .slice(1)
        .every((line) => line.startsWith('[')),
    ).toBe(true);
  });

  it('goes by the clock of the stamps when this machine is wrong', () => {
    const log = new ChatLog();
    const shown = rows('agent 在的亲 @-400');
    log.take(shown, false);
    atSecond(0);
    log.take([...shown, ...rows('buyer 在吗 @-300')], true);
    atSecond(10);
    expect(Math.round(log.now() - NOON)).toBe(-290);
  });

  it('learns words that come after their row', () => {
    const log = new ChatLog();
    const [row] = rows('buyer  @-3') as [Row];
    log.take([row], false);
    expect(log.take([{ ...row, text: '在吗' }], true)).toBe(true);
    expect(told(log)).toEqual(['buyer 在吗 @-3']);
  });

  it('notes when the agent begins to type, once for each message', () => {
    const log = new ChatLog();
    expect(log.type()).toBe(true);
    expect(log.type()).toBe(false);
    log.take(rows('buyer 在吗 @-3'), false);
    log.take(rows('buyer 在吗 @-3', 'agent 在的 @0'), true);
    expect(log.type()).toBe(true);
  });
});
