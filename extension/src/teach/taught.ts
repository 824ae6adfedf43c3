/** The pages that the user has taught Huashu to know: adapters of this machine's own. Marks of pages, no words. */
import type { Adapter } from '@huashu/wasm/types';
import { browser } from 'wxt/browser';
import { stored } from '../settings/stored';

const KEY = 'taught';
const store = stored<Adapter[]>(KEY);

/** Keeps an adapter, in place of another for the same addresses. */
export async function keepTaught(adapter: Adapter): Promise<void> {
  const kept = (await store.load()) ?? [];
  const [pattern] = adapter.matches;
  await store.save([...kept.filter(({ matches }) => matches[0] !== pattern), adapter]);
}

/** Forgets the adapter of an address pattern. */
export async function forgetTaught(pattern: string): Promise<void> {
  const kept = (await store.load()) ?? [];
  await store.save(kept.filter(({ matches }) => matches[0] !== pattern));
}

/** Calls `listener` with the adapters now and after each change, until `signal` aborts. */
export function watchTaught(listener: (taught: Adapter[]) => void, signal: AbortSignal): void {
  const changed = (changes: Record<string, { newValue?: unknown }>) => {
    const change = changes[KEY];
    if (change) listener((change.newValue as Adapter[] | undefined) ?? []);
  };
  browser.storage.local.onChanged.addListener(changed);
  signal.addEventListener('abort', () => browser.storage.local.onChanged.removeListener(changed));
  void store.load().then((taught) => {
    if (!signal.aborted && taught) listener(taught);
  });
}
