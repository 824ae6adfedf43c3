/** Reading a chat's rows as the adapter says. */
import type { Adapter, AdapterTime, Role } from '@huashu/wasm/types';
import { roleOf } from '../site/adapters';

/** A message as it stands on the page. */
export interface Row {
  element: Element;
  role: Role;
  /** Empty for a picture or a card: somebody said something, but not in words. */
  text: string;
  /** Seconds since 1970, to the second or better; null when the page does not say. */
  time: number | null;
}

/** Longer messages are cut: no rule looks further, and nobody types so much. */
const MAX_MESSAGE = 2_000;
/** More rows than this, the last of them, are not read: lists that are so long should be virtual. */
const MAX_ROWS = 400;
/** Where a virtual list parks what it does not need: so far above itself, in pixels. */
const PARKED = 3_000;

/** The rows in a list, in their order. Those whose side the adapter cannot tell are left out. */
export function readRows(adapter: Adapter, list: Element, now: Date): Row[] {
  const rows: Row[] = [];
  for (const element of rowsIn(adapter, list)) {
    const role = roleOf(adapter, element);
    if (!role) continue;
    rows.push({
      element,
      role,
      text: textOf(adapter, element),
      time: readTime(adapter.time, element, now),
    });
  }
  return rows;
}

function rowsIn(adapter: Adapter, list: Element): Element[] {
  if (!adapter.rows) return [];
  const elements = [...list.querySelectorAll(adapter.rows)].slice(-MAX_ROWS);
  if (!adapter.placed) return elements;
  const { top } = list.getBoundingClientRect();
  return elements
    .map((element) => ({ element, y: element.getBoundingClientRect().top }))
    .filter(({ y }) => y > top - PARKED)
    .sort((a, b) => a.y - b.y)
    .map(({ element }) => element);
}

function textOf(adapter: Adapter, row: Element): string {
  const words = adapter.text ? row.querySelector(adapter.text) : row;
  return (words?.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, MAX_MESSAGE);
}

/** The time that an element says, in seconds since 1970, or null. */
export function readTime(time: AdapterTime | undefined, within: Element, now: Date): number | null {
  if (!time) return null;
  const { selector, attr, pattern, unit } = time;
  const holder = selector ? within.querySelector(selector) : within;
  let words = (attr ? holder?.getAttribute(attr) : holder?.textContent) ?? '';
  if (pattern) {
    const match = new RegExp(pattern).exec(words);
    words = match?.[1] ?? match?.[0] ?? '';
  }
  if (!unit) return parseTime(words, now);
  const number = Number.parseFloat(words);
  return Number.isFinite(number) ? (unit === 'ms' ? number / 1000 : number) : null;
}

const ZONED = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/;
const TIME = /(?:(?:(\d{4})[-/年.])?(\d{1,2})[-/月.](\d{1,2})日?[ T]*)?(\d{1,2}):(\d{2}):(\d{2})/;

/**
 * A time in words, such as 2026-11-22 14:05:33, 11-22 14:05:33 or 14:05:33, where the
 * agent is. Without seconds it is no use to a clock that counts them: null.
 */
export function parseTime(words: string, now: Date): number | null {
  const [exact] = ZONED.exec(words) ?? [];
  if (exact) return Date.parse(exact) / 1000;
  const match = TIME.exec(words);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match
    .slice(1)
    .map((part) => Number(part ?? NaN));
  const date = new Date(now);
  if (!Number.isNaN(month)) {
    date.setFullYear(
      Number.isNaN(year) ? date.getFullYear() : Number(year),
      Number(month) - 1,
      day,
    );
  }
  date.setHours(Number(hour), minute, second, 0);
  return date.getTime() / 1000;
}
