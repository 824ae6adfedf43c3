/**
 * Compiled packs kept in the extension's own database, named by the sha256 of
 * their bytes, and a note of the one in use. Whoever stores a pack has
 * verified it; the engine's document, which has no other storage, reads it
 * here.
 */
import { createStore, del, get, keys, set } from 'idb-keyval';

const store = createStore('huashu-packs', 'packs');
const ACTIVE = 'active';

/** Keeps a verified pack, or for a moment a delta. */
export function putPack(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  return set(sha256, bytes, store);
}

/** The pack's bytes, or undefined when it was never stored. */
export function getPack(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return get<Uint8Array<ArrayBuffer>>(sha256, store);
}

/** The sha256 of the pack in use; empty for the one built in. */
export async function activePack(): Promise<string> {
  return (await get<string>(ACTIVE, store)) ?? '';
}

/** Notes the pack in use, for the next start. */
export function setActivePack(sha256: string): Promise<void> {
  return set(ACTIVE, sha256, store);
}

/** Forgets every pack that is not named. The one in use always stays. */
export async function prunePacks(keep: readonly string[]): Promise<void> {
  const stay = new Set<IDBValidKey>([...keep, ACTIVE, await activePack()]);
  await Promise.all((await keys(store)).filter((k) => !stay.has(k)).map((k) => del(k, store)));
}
