// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import zh from '../../public/_locales/zh_CN/messages.json';
import { textsFrom } from '../i18n/texts';
import { Clock } from './clock';

const texts = textsFrom(zh);
const limits = {
  golden: 6,
  first: 15,
  reply: 20,
  platform: 180,
  hours: { from: 9 * 3600, to: 23 * 3600 },
};

/** What the clock shows of a wait that began at a time, so many seconds later. */
async function shown(start: string, wait: number): Promise<string[]> {
  const from = Date.parse(start) / 1000;
  const now = () => from + wait;
  await act(() =>
    render(
      <Clock round={{ start: from, limits }} now={now} last={null} texts={texts} />,
      document.body,
    ),
  );
  const words = (css: string) => document.querySelector(css)?.textContent ?? '';
  return [words('.count'), words('.verdict'), words('.bounds')];
}

beforeEach(() => render(null, document.body));

describe('the clock', () => {
  it.each([
    [4, '4', '黄金时间'],
    [12, '12', '及时'],
    [18, '18', '再快一点'],
    [100, '1:40', '先回一句，别让买家等'],
    [700, '11 分', '已超过平台时限'],
  ])('grades a wait of %d s by day', async (wait, count, verdict) => {
    expect(await shown('2026-11-22T10:00:00+08:00', wait)).toEqual([
      count,
      verdict,
      '6 秒15 秒20 秒3 分',
    ]);
  });

  it('is calm at night', async () => {
    expect(await shown('2026-11-22T23:30:00+08:00', 700)).toEqual([
      '11 分',
      '平台不计时，从容回复',
      '9:00–23:00 计时',
    ]);
    expect(document.querySelector('.run')).toBeNull();
  });

  it('stands still while nobody looks', async () => {
    vi.useFakeTimers();
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    await shown('2026-11-22T10:00:00+08:00', 4);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
});
