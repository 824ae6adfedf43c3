/** Finding the adapter of a page, and what it finds there. Adapters are data and come with the packs. */
import type { Adapter, AdapterTime, Role } from '@huashu/wasm/types';
import { MatchPattern } from 'wxt/utils/match-patterns';
import type { AdapterCheck } from '../protocol/control';
import { queryDeep, stepsOf } from './deep';

/** The first adapter made for a page; in a frame only one that asks for all frames. */
export function adapterFor(
  adapters: readonly Adapter[],
  url: string,
  isTopFrame: boolean,
): Adapter | null {
  return (
    adapters.find(
      (adapter) =>
        (isTopFrame || adapter.all_frames === true) &&
        adapter.matches.some((pattern) => matches(pattern, url)),
    ) ?? null
  );
}

function matches(pattern: string, url: string): boolean {
  try {
    return new MatchPattern(pattern).includes(url);
  } catch {
    // A pattern that cannot be read fits nothing; the pack's own tests name it.
    return false;
  }
}

/**
 * An adapter as far as a browser can read it. A selector or pattern with a
 * mistake costs the page only what it was for; null when it was for the input.
 */
export function readable(adapter: Adapter, document: Document): Adapter | null {
  const fragment = document.createDocumentFragment();
  const isSelector = (selector: string | undefined) => {
    if (selector === undefined) return true;
    try {
      for (const step of stepsOf(selector)) fragment.querySelector(step);
      return true;
    } catch {
      return false;
    }
  };
  const isTime = (time: AdapterTime | undefined) =>
    isSelector(time?.selector) && isPattern(time?.pattern);
  const { chat, product, order, scene, waiting } = adapter;
  const sound: { [Part in keyof Adapter]?: boolean } = {
    send: isSelector(adapter.send),
    list: isSelector(adapter.list),
    rows: isSelector(adapter.rows),
    text: isSelector(adapter.text),
    roles: Object.values(adapter.roles ?? {}).every(isSelector),
    time: isTime(adapter.time),
    chat: isSelector(chat?.selector),
    product: [product?.card, product?.name, product?.price].every(isSelector),
    order: [order?.card, order?.number, order?.status].every(isSelector),
    scene: isSelector(scene?.selector),
    waiting:
      [waiting?.list, waiting?.item, waiting?.name, waiting?.for].every(isSelector) &&
      isTime(waiting?.since),
  };
  if (!isSelector(adapter.input)) return null;
  const parts = Object.entries(adapter).filter(([part]) => sound[part as keyof Adapter] !== false);
  return Object.fromEntries(parts) as unknown as Adapter;
}

function isPattern(pattern: string | undefined): boolean {
  try {
    new RegExp(pattern ?? '');
    return true;
  } catch {
    return false;
  }
}

/** First match wins: a robot's row often looks like an agent's. */
const ROLE_ORDER: readonly Role[] = ['system', 'robot', 'agent', 'buyer'];

/** Whose message a row is, or null when the adapter does not say. */
export function roleOf(adapter: Adapter, row: Element): Role | null {
  return (
    ROLE_ORDER.find((role) => {
      const selector = adapter.roles?.[role];
      return selector && (row.matches(selector) || row.querySelector(selector));
    }) ?? null
  );
}

/** What the adapter recognises right now: the self-check that the popup shows. */
export function checkAdapter(adapter: Adapter | null, document: Document): AdapterCheck {
  const check: AdapterCheck = { inputs: 0, rows: 0, buyer: 0, agent: 0 };
  if (!adapter) return check;
  check.inputs = queryDeep(document, adapter.input).elements.size;
  for (const row of adapter.rows ? document.querySelectorAll(adapter.rows) : []) {
    check.rows++;
    const role = roleOf(adapter, row);
    if (role === 'buyer' || role === 'agent') check[role]++;
  }
  return check;
}
