/** The sync in its surroundings: the service worker. */
import { browser } from 'wxt/browser';
import { ensureEngineDocument } from '../engine/document';
import { activePack, getPack, prunePacks, putPack } from '../engine/packs';
import { answer, ask, isOurs } from '../protocol/control';
import type { Day } from '../settings/counters';
import { loadManaged, underPolicy } from '../settings/managed';
import { loadSettings } from '../settings/settings';
import { stored } from '../settings/stored';
import { sha256 } from './bytes';
import { SyncLoop } from './loop';
import { followPolicy } from './policy';
import { loadSync, saveSync } from './state';
import { StatusReporter, type StatusState } from './status';

const ALARM = 'sync';
const STATUS_ALARM = 'status';

/** Runs the sync in the service worker. To be called while its script is first evaluated. */
export function startSync(): void {
  const reporter = new StatusReporter({
    ...stored<StatusState>('status'),
    enrolment: async () => (await loadSync()).enrolment,
    shared: async () => underPolicy(await loadSettings(), await loadManaged()).shareCounters,
    counters: async () => (await stored<Day[]>('counters').load()) ?? [],
    rules: async () => {
      await ensureEngineDocument();
      return (await ask({ type: 'engine.status' })).pack.rules.map(({ id }) => id);
    },
    fetch: (url, init) => fetch(url, init),
    now: () => Date.now(),
    random: () => Math.random(),
    newKey: () => crypto.randomUUID(),
    wakeAfter: (ms) => browser.alarms.create(STATUS_ALARM, { when: Date.now() + ms }),
  });
  const loop = new SyncLoop({
    load: loadSync,
    save: saveSync,
    fetch: (url, init) => fetch(url, init),
    now: () => Date.now(),
    random: () => Math.random(),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    wakeAfter: (ms) => browser.alarms.create(ALARM, { when: Date.now() + ms }),
    listen: async (url) => {
      await ensureEngineDocument();
      // A document that has just been made asks by itself.
      await ask({ type: 'hints.listen', url }).catch(() => {});
    },
    adopt: async (pack, sha256) => {
      await putPack(sha256, pack);
      const previous = await activePack();
      const adopted = await adopt(sha256);
      // The one before stays for a revert; a pack that was refused goes.
      await prunePacks([previous]);
      return adopted;
    },
    stored: getPack,
    keep: async (pack, sha256) => {
      await putPack(sha256, pack);
      // A candidate that is out ends the one before it.
      await prunePacks([sha256]);
    },
    rebuild: async (from, delta) => {
      // Messages carry no bytes: they are passed through the database.
      const name = await sha256(delta);
      await putPack(name, delta);
      await ensureEngineDocument();
      const rebuilt = await ask({ type: 'engine.rebuild', from, delta: name });
      const pack = await getPack(rebuilt.sha256);
      if (!pack) throw new Error(`the rebuilt pack ${rebuilt.sha256} is not stored`);
      return pack;
    },
    packInUse: activePack,
    became: async (release, unusable) => {
      await reporter.released(release).catch(untold);
      if (unusable > 0) await reporter.unusable(unusable).catch(untold);
    },
    useBuiltIn: async () => {
      if ((await activePack()) !== '') await adopt('');
    },
  });

  answer({
    'worker.enrol': async ({ link }, sender) => {
      // A page can enrol us with the server it came from, the popup with any.
      const known = isOurs(sender) || link.startsWith(`${sender.origin}/`);
      const bound = (await loadManaged()).enrolmentLink;
      const allowed = known && (bound === undefined || bound === link);
      return { fault: allowed ? await loop.enrol(link) : 'form' };
    },
    'worker.leave': async () => {
      // Whom policy has joined, nobody leaves.
      if ((await loadManaged()).enrolmentLink === undefined) await loop.leave();
      return { ok: true };
    },
    'worker.sync': async () => {
      await loop.sync();
      return { ok: true };
    },
    'worker.events': async () => ({ url: await loop.eventsURL() }),
    'worker.hint': async ({ version, jitter }) => {
      await loop.hint(version, jitter);
      return { ok: true };
    },
  });
  followPolicy(loop);
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === STATUS_ALARM) void reporter.tell().catch(untold);
    if (name !== ALARM) return;
    void loop.sync();
    // It also holds the line on which hints come.
    void ensureEngineDocument();
  });
  browser.runtime.onStartup.addListener(() => void loop.sync());
  browser.runtime.onInstalled.addListener(() => void loop.sync());
}

/** That the server is not told how its rules do must not keep them from coming. */
function untold(error: unknown): void {
  console.warn('huashu: the server is not told', error);
}

async function adopt(sha256: string) {
  await ensureEngineDocument();
  return ask({ type: 'engine.adopt', sha256 });
}
