import { browser } from 'wxt/browser';
import type { TallyStore } from './dismissals';

const KEY = 'dismissals';

/** Keeps the day's dismissals in the extension's storage. */
export const storedTally: TallyStore = {
  load: async () => (await browser.storage.local.get(KEY))[KEY] as never,
  save: (tally) => browser.storage.local.set({ [KEY]: tally }),
};
