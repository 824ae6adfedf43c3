/** What stands near the input and in the rows: the button that sends, and the time. */
import type { AdapterTime } from '@huashu/wasm/types';
import { readTime } from '../chat/rows';
import { ancestors } from './selectors';
import { tokensOf } from './tokens';

/** How far around the input the button is looked for, in steps up. */
const NEAR = 6;
const BUTTON = 'button, [role=button], input[type=submit], [class*="send" i], [class*="submit" i]';
const SENDS = /^(发送|发\s*送|回复|提交|send|reply|submit)/i;
const CALLED = /send|submit|发送/i;
/** A stamp in seconds or milliseconds since 1970, in this century. */
const STAMP = /^1\d{9}(\d{3})?$/;
/** So many rows must say their time for it to be of use. */
const MOST = 0.8;

/** The button that sends what stands in an input, or null. */
export function sendButtonOf(input: Element): Element | null {
  for (const around of ancestors(input).slice(0, NEAR)) {
    const buttons = [...around.querySelectorAll(BUTTON)].filter(
      (one) => !one.contains(input) && !input.contains(one),
    );
    const says = buttons.find((one) => SENDS.test((one.textContent ?? '').trim()));
    const called = buttons.find((one) => CALLED.test(callingOf(one)));
    const found = says ?? called;
    // Of what lies in one another, the innermost that is called so answers the click.
    if (found) return found.querySelector('button, [role=button]') ?? found;
  }
  return null;
}

function callingOf(element: Element): string {
  const said = ['aria-label', 'title', 'name', 'type'].map((name) => element.getAttribute(name));
  return [...said, ...tokensOf(element).map(({ css }) => css)].join(' ');
}

/** Where rows say when they were said, exactly enough for a clock. */
export function timeOf(rows: readonly Element[], now: Date): AdapterTime | null {
  const first = rows.at(-1);
  if (!first) return null;
  const candidates = [first, ...first.querySelectorAll('*')].flatMap((element) =>
    timesOn(element, element === first),
  );
  const isUse = (time: AdapterTime) =>
    rows.filter((row) => readTime(time, row, now) !== null).length >= MOST * rows.length;
  return candidates.find(isUse) ?? null;
}

function timesOn(element: Element, isRow: boolean): AdapterTime[] {
  const found: AdapterTime[] = [];
  const selectors = isRow
    ? [null]
    : [...tokensOf(element).map(({ css }) => css), element.localName];
  for (const { name, value } of element.attributes) {
    const unit = STAMP.test(value) ? (value.length > 10 ? 'ms' : 's') : null;
    for (const selector of selectors) {
      const at = { ...(selector && { selector }), attr: name };
      if (unit) found.push({ ...at, unit });
      else if (name === 'datetime' || name === 'title') found.push(at);
    }
  }
  if (element.children.length === 0) {
    for (const selector of selectors) if (selector) found.push({ selector });
  }
  return found;
}
