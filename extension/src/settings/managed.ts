/**
 * What the shop's IT has set by policy: public/managed.json is its form. It
 * stands above the agent's own settings and cannot be changed here. Right
 * after installation it is empty until the browser has read the policy.
 */
import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { type Settings, SHOP } from './schema';

/** One check a field, so that a mistake in one costs no other. Absent: left to the agent. */
const FIELDS = {
  /** The shop to follow, as the link that a supervisor gives: server, tenant and the root's fingerprint. */
  enrolmentLink: v.pipe(v.string(), v.url()),
  profile: v.string(),
  /** Hosts on which Huashu cannot be switched off. */
  onSites: v.array(v.string()),
  /** Hosts on which it cannot be switched on. */
  offSites: v.array(v.string()),
  shop: SHOP,
  shareCounters: v.boolean(),
};

export type Managed = { [K in keyof typeof FIELDS]?: v.InferOutput<(typeof FIELDS)[K]> };

/** The names of all that can be set by policy. */
export const MANAGED_FIELDS = Object.keys(FIELDS) as (keyof Managed)[];

/** What of a policy can be used. */
export function readManaged(policy: Record<string, unknown>): Managed {
  const usable = MANAGED_FIELDS.filter((name) => v.is(FIELDS[name], policy[name]));
  return Object.fromEntries(usable.map((name) => [name, policy[name]]));
}

export async function loadManaged(): Promise<Managed> {
  // A browser that knows no policies says so by throwing.
  return readManaged(await browser.storage.managed.get().catch(() => ({})));
}

/** Calls `listener` with the policy now and after each change, until `signal` aborts. */
export function watchManaged(listener: (managed: Managed) => void, signal: AbortSignal): void {
  const look = () =>
    void loadManaged().then((managed) => {
      if (!signal.aborted) listener(managed);
    });
  const changed = (_changes: unknown, area: string) => {
    if (area === 'managed') look();
  };
  browser.storage.onChanged.addListener(changed);
  signal.addEventListener('abort', () => browser.storage.onChanged.removeListener(changed));
  look();
}

/** The agent's settings with the policy on top. */
export function underPolicy(own: Settings, managed: Managed): Settings {
  const { profile, shareCounters, shop } = managed;
  return {
    ...own,
    profile: profile ?? own.profile,
    shareCounters: shareCounters ?? own.shareCounters,
    shop: { ...own.shop, ...shop, shop: { ...own.shop.shop, ...shop?.shop } },
  };
}

/** Whether Huashu works on a host. Policy decides where it says something. */
export function isOn({ enabled, offSites }: Settings, managed: Managed, host: string): boolean {
  if (managed.offSites?.includes(host)) return false;
  return managed.onSites?.includes(host) || (enabled && !offSites.includes(host));
}

/** Whether policy leaves a host's switch to the agent. */
export function isFree(managed: Managed, host: string): boolean {
  return !managed.offSites?.includes(host) && !managed.onSites?.includes(host);
}
