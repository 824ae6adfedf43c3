/** The agent's own settings, kept in the extension's storage. What policy sets stands in managed.ts. */
import { browser } from 'wxt/browser';
import type { Kept } from './kept';
import { DEFAULTS, type Settings } from './schema';

export type { Settings } from './schema';

const KEY: Kept = 'settings';

const complete = (stored: unknown): Settings => ({ ...DEFAULTS, ...(stored as Partial<Settings>) });

export async function loadSettings(): Promise<Settings> {
  return complete((await browser.storage.local.get(KEY))[KEY]);
}

let saving: Promise<unknown> = Promise.resolve();

/** Changes some of the settings, one change after the other. */
export function saveSettings(
  change: Partial<Settings> | ((now: Settings) => Partial<Settings>),
): Promise<void> {
  const saved = saving.then(async () => {
    const now = await loadSettings();
    const next = typeof change === 'function' ? change(now) : change;
    await browser.storage.local.set({ [KEY]: { ...now, ...next } });
  });
  saving = saved.catch(() => {});
  return saved;
}

/** Calls `listener` with the settings now and after each change, until `signal` aborts. */
export function watchSettings(listener: (settings: Settings) => void, signal: AbortSignal): void {
  const changed = (changes: Record<string, { newValue?: unknown }>) => {
    const change = changes[KEY];
    if (change) listener(complete(change.newValue));
  };
  browser.storage.local.onChanged.addListener(changed);
  signal.addEventListener('abort', () => browser.storage.local.onChanged.removeListener(changed));
  void loadSettings().then((settings) => {
    if (!signal.aborted) listener(settings);
  });
}
