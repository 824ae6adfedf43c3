/**
 * What the sync remembers, kept in the extension's storage. The service worker
 * alone writes it; the popup and the pages read it. It never holds chat text.
 */
import { browser } from 'wxt/browser';
import type { Enrolment } from './enrolment';
import { NEW_TRUST, type Trust } from './follow';
import type { Code, Place } from './refusal';

export interface SyncState {
  /** Whom to follow; null: nobody, and the built-in rules are in use. */
  enrolment: Enrolment | null;
  /** Decides which candidates are for this installation. Never leaves it. */
  secret: string;
  trust: Trust;
  /** When the server was last found in order; 0: never. Milliseconds since 1970. */
  checkedAt: number;
  /** When the release in use came. */
  changedAt: number;
  /** Why the last synchronisation failed; null: it did not. The release in use stays. */
  failure: Failure | null;
}

export interface Failure {
  /** 'internal': not the server's doing. */
  code: Code | 'internal';
  place: Place | null;
  /** What exactly was found, in English. */
  message: string;
  at: number;
  /** How many in a row. */
  count: number;
}

const KEY = 'sync';

export const NO_SYNC: SyncState = {
  enrolment: null,
  secret: '',
  trust: NEW_TRUST,
  checkedAt: 0,
  changedAt: 0,
  failure: null,
};

export async function loadSync(): Promise<SyncState> {
  const stored = await browser.storage.local.get(KEY);
  return { ...NO_SYNC, ...(stored[KEY] as Partial<SyncState> | undefined) };
}

/** Replaces the state in one write. For the service worker only. */
export async function saveSync(state: SyncState): Promise<void> {
  await browser.storage.local.set({ [KEY]: state });
}

/** Calls `listener` with the state now and after each change, until `signal` aborts. */
export function watchSync(listener: (state: SyncState) => void, signal: AbortSignal): void {
  const changed = (changes: Record<string, { newValue?: unknown }>) => {
    const change = changes[KEY];
    if (change) listener({ ...NO_SYNC, ...(change.newValue as Partial<SyncState> | undefined) });
  };
  browser.storage.local.onChanged.addListener(changed);
  signal.addEventListener('abort', () => browser.storage.local.onChanged.removeListener(changed));
  void loadSync().then((state) => {
    if (!signal.aborted) listener(state);
  });
}
