import { browser } from 'wxt/browser';
import type { Store } from './store';

/** A store in the extension's own storage. */
export function stored<T>(key: string): Store<T> {
  return {
    load: async () => (await browser.storage.local.get(key))[key] as T | undefined,
    save: (value) => browser.storage.local.set({ [key]: value }),
  };
}
