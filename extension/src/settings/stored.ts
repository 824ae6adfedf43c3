import { browser } from 'wxt/browser';
import type { Kept } from './kept';
import type { Store } from './store';

/** A store in the extension's own storage. */
export function stored<T>(key: Kept): Store<T> {
  return {
    load: async () => (await browser.storage.local.get(key))[key] as T | undefined,
    save: (value) => browser.storage.local.set({ [key]: value }),
  };
}
