/** Finding the adapter of a page, and what it finds there. Adapters are data and come with the packs. */
import type { Adapter, Role } from '@huashu/wasm/types';
import { MatchPattern } from 'wxt/utils/match-patterns';
import type { AdapterCheck } from '../protocol/control';

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
  check.inputs = document.querySelectorAll(adapter.input).length;
  for (const row of adapter.rows ? document.querySelectorAll(adapter.rows) : []) {
    check.rows++;
    const role = roleOf(adapter, row);
    if (role === 'buyer' || role === 'agent') check[role]++;
  }
  return check;
}
