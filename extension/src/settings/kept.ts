/**
 * Everything that Huashu keeps on this machine. Nothing can be stored under
 * another name, and the privacy page is made from this very table.
 */
import type { TextKey } from '../i18n/texts';

/** Names in the extension's storage, each with the text that says what is in it. */
export const KEPT = {
  settings: 'keptSettings',
  sync: 'keptSync',
  counters: 'keptCounters',
  status: 'keptStatus',
  dismissals: 'keptDismissals',
  learned: 'keptLearned',
  panel: 'keptPanel',
  taught: 'keptTaught',
  practice: 'keptPractice',
} as const satisfies Record<string, TextKey>;

export type Kept = keyof typeof KEPT;

/** Names of databases: the packs, which are too large for the storage above. */
export const DATABASES = { 'huashu-packs': 'keptPacks' } as const satisfies Record<string, TextKey>;
