/** The agent's own switches, kept in the extension's storage. They never hold chat text. */
import type { Front } from '@huashu/wasm/types';
import { browser } from 'wxt/browser';

export interface Settings {
  /** Off: Huashu does nothing anywhere. */
  enabled: boolean;
  /** Hosts on which the agent has switched it off. */
  offSites: string[];
  /** Rules that the agent has switched off. */
  offRules: string[];
  /** The profile the agent has chosen; empty for the one of the page. */
  profile: string;
  /** What the shop says of itself and its goods. */
  shop: Front;
}

const KEY = 'settings';

const DEFAULTS: Settings = { enabled: true, offSites: [], offRules: [], profile: '', shop: {} };

export async function loadSettings(): Promise<Settings> {
  const stored = await browser.storage.local.get(KEY);
  return { ...DEFAULTS, ...(stored[KEY] as Partial<Settings> | undefined) };
}

/** Changes some of the settings. */
export async function saveSettings(change: Partial<Settings>): Promise<void> {
  await browser.storage.local.set({ [KEY]: { ...(await loadSettings()), ...change } });
}

/** Calls `listener` with the settings now and after each change, until `signal` aborts. */
export function watchSettings(listener: (settings: Settings) => void, signal: AbortSignal): void {
  const changed = (changes: Record<string, { newValue?: unknown }>) => {
    const change = changes[KEY];
    if (change) listener({ ...DEFAULTS, ...(change.newValue as Partial<Settings> | undefined) });
  };
  browser.storage.local.onChanged.addListener(changed);
  signal.addEventListener('abort', () => browser.storage.local.onChanged.removeListener(changed));
  void loadSettings().then((settings) => {
    if (!signal.aborted) listener(settings);
  });
}

export function isOn(settings: Settings, host: string): boolean {
  return settings.enabled && !settings.offSites.includes(host);
}
