/**
 * Follows a tenant: fetches what the server says is current and believes none
 * of it before it has checked it. The order of the checks is that of
 * server/PROTOCOL.md; server/client does the same in Go, and both pass the
 * scenarios in server/testdata.
 */

import { sha256 } from './bytes';
import {
  checkHash,
  checkSize,
  type Freshness,
  MAX_FRESHNESS,
  MAX_ROOT,
  openFirstRoot,
  openFreshness,
  openNextRoot,
  openRelease,
  type Ref,
  type Release,
  type Root,
  roleOf,
} from './documents';
import type { Enrolment } from './enrolment';
import { type Answer, type Fetch, get } from './fetch';
import { type Place, Refusal } from './refusal';
import { takes } from './rollout';

/** How many new roots one synchronisation will walk. */
const MAX_ROOTS = 64;

/** What a client remembers between synchronisations. */
export interface Trust {
  root: Root | null;
  /** Highest version of a head that was believed. */
  head: number;
  /** Until when that head may be believed, in milliseconds since 1970. */
  expires: number;
  /** Highest number of a stable release that was believed. */
  floor: number;
  /** Of the head that led to `active`. */
  etag: string;
  active: Active | null;
  /** Rules switched off everywhere. */
  killed: string[];
  /** Seconds until the server wants to be asked again without a hint. */
  poll: number;
}

/** The release in use. */
export interface Active {
  release: Ref;
  pack: Ref;
  seq: number;
}

/** The trust of a client that has just been enrolled. */
export const NEW_TRUST: Trust = {
  root: null,
  head: 0,
  expires: 0,
  floor: 0,
  etag: '',
  active: null,
  killed: [],
  poll: 900,
};

export interface Client {
  enrolment: Enrolment;
  fetch: Fetch;
  /** Milliseconds since 1970. */
  now: () => number;
  /** The engine level at hand. */
  engine: number;
  /** Decides whether a candidate is for this client. Never leaves it. */
  secret: string;
  /**
   * Loads a checked pack aside, runs its examples and, if all is well, puts it
   * to use; otherwise changes nothing and says why.
   */
  adopt: (pack: Uint8Array<ArrayBuffer>, sha256: string) => Promise<Adoption>;
  /** A pack that was kept or in use before, if it is still there. */
  stored: (sha256: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Keeps a checked pack that may be wanted soon. */
  keep: (pack: Uint8Array<ArrayBuffer>, sha256: string) => Promise<void>;
  /** Makes a pack of the one in use, whose sha256 is `from`, and a delta. Rejects when it cannot. */
  rebuild: (from: string, delta: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;
}

export type Adoption = { ok: true } | { ok: false; reason: string };

/** What became of a synchronisation. */
export interface Outcome {
  /** To be remembered whatever happened: what was proven before a refusal stays proven. */
  trust: Trust;
  refusal: Refusal | null;
  /** The number of a release that is in order and could not be put to use here; 0: none. */
  unusable: number;
}

/** Brings the client up to date. `hinted` is the head's version that a hint spoke of, or 0. */
export async function follow(client: Client, trust: Trust, hinted = 0): Promise<Outcome> {
  const step = new Step(client, { ...trust });
  try {
    await step.run(hinted);
    return { trust: step.trust, refusal: null, unusable: 0 };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { trust: step.trust, refusal: error, unusable: step.unusable };
  }
}

/** One synchronisation. `trust` grows as things are proven. */
class Step {
  unusable = 0;

  constructor(
    private readonly client: Client,
    readonly trust: Trust,
  ) {}

  async run(hinted: number): Promise<void> {
    const { client, trust } = this;
    const found = await this.head(hinted);
    if (!found) return;
    const { head, etag } = found;
    const { candidate } = head;
    const chosen =
      candidate && (await takes(candidate.share, candidate.salt, client.secret)) ? candidate : null;
    const ref = chosen ? chosen.release : head.stable;
    let active = trust.active;
    if (active?.release.sha256 !== ref.sha256) {
      const release = await this.release(ref);
      await this.pack(release);
      active = { release: ref, pack: release.pack, seq: release.seq };
    }
    trust.active = active;
    trust.etag = etag;
    // A candidate may still be withdrawn; only what was stable can never be older again.
    if (!chosen) trust.floor = Math.max(trust.floor, active.seq);
    if (candidate && !chosen) await this.prepare(candidate.release);
  }

  /**
   * Makes the pack of a candidate that is for others yet, where a delta leads
   * to it: when it is rolled out to everybody, it is here. Nothing depends on
   * it, so that whatever is wrong with it is found when its turn comes.
   */
  private async prepare(ref: Ref): Promise<void> {
    const { client } = this;
    try {
      const release = await this.release(ref);
      const { pack, minEngine } = release;
      if (minEngine > client.engine || (await this.stored(pack))) return;
      const data = await this.rebuilt(release);
      if (data) await client.keep(data, pack.sha256);
    } catch (error) {
      console.warn('huashu: a candidate cannot be prepared', error);
    }
  }

  /** The head, checked; null when the server says that nothing has changed. */
  private async head(hinted: number): Promise<{ head: Freshness; etag: string } | null> {
    const { client, trust } = this;
    const { tenant, root, fingerprint } = client.enrolment;
    trust.root ??= await openFirstRoot(
      await this.need('root', rootPath(root), MAX_ROOT),
      fingerprint,
    );
    // Where the head is known to be another, the question that follows it can go along.
    const nextRoot = hinted > 0 ? this.rootAfter(trust.root) : undefined;
    nextRoot?.catch(() => {}); // the head may fail first
    // A version in the address gets past every cache on the way.
    const query = hinted > 0 ? `?v=${hinted}` : '';
    const answer = await get(client.fetch, {
      place: 'head',
      url: `${client.enrolment.server}/v1/t/${tenant}/head${query}`,
      limit: MAX_FRESHNESS,
      etag: trust.etag,
    });
    if (answer === 'unchanged') {
      this.checkExpiry('head', trust.expires);
      return null;
    }
    if (answer === 'missing') throw new Refusal('head', 'network', 'the server has no head');
    const latest = await this.nextRoots(trust.root, nextRoot);
    const head = await openFreshness(answer.data, latest, tenant);
    if (head.version < trust.head) {
      const found = `version ${head.version}, ${trust.head} was already seen`;
      throw new Refusal('head', 'rollback', found);
    }
    this.checkExpiry('head', head.expires);
    const { version, expires, killed, poll } = head;
    Object.assign(trust, { head: version, expires, killed, poll } satisfies Partial<Trust>);
    return { head, etag: answer.etag };
  }

  /**
   * Walks to the latest root. Only that one must not have expired, so that a
   * client can come back after years.
   */
  private async nextRoots(root: Root, asked = this.rootAfter(root)): Promise<Root> {
    const { client, trust } = this;
    const { tenant } = client.enrolment;
    let latest = root;
    for (let i = 0; i < MAX_ROOTS; i++) {
      const answer = await (i === 0 ? asked : this.rootAfter(latest));
      if (answer === 'missing' || answer === 'unchanged') break;
      const next = await openNextRoot(answer.data, latest);
      // Whoever had a key that is now withdrawn may have driven the numbers
      // up; they start again with the new keys.
      if (removed(latest, next, 'freshness', tenant)) trust.head = 0;
      if (removed(latest, next, 'release', tenant)) trust.floor = 0;
      latest = next;
      trust.root = next;
    }
    this.checkExpiry('root', latest.expires);
    return latest;
  }

  private rootAfter(root: Root): Promise<Answer | 'missing' | 'unchanged'> {
    const { client } = this;
    const url = client.enrolment.server + rootPath(root.version + 1);
    return get(client.fetch, { place: 'root', url, limit: MAX_ROOT });
  }

  private async release(ref: Ref): Promise<Release> {
    const { client, trust } = this;
    if (!trust.root) throw new Error('a head was believed without a root');
    const data = await this.bytes('release', ref);
    const release = await openRelease(data, trust.root, client.enrolment.tenant);
    if (release.seq < trust.floor) {
      const found = `release ${release.seq}, ${trust.floor} was already seen`;
      throw new Refusal('release', 'rollback', found);
    }
    await checkHash('release', data, ref);
    return release;
  }

  private async pack(release: Release): Promise<void> {
    const { client, trust } = this;
    const { minEngine, pack } = release;
    if (minEngine > client.engine) {
      this.unusable = release.seq;
      const found = `needs engine ${minEngine}, this is ${client.engine}`;
      throw new Refusal('pack', 'engine', found);
    }
    if (pack.sha256 === trust.active?.pack.sha256) return;
    const data =
      (await this.stored(pack)) ??
      (await this.rebuilt(release)) ??
      (await this.object('pack', pack));
    const adoption = await client.adopt(data, pack.sha256);
    if (adoption.ok) return;
    this.unusable = release.seq;
    throw new Refusal('pack', 'examples', adoption.reason);
  }

  /** A pack that is here already; null when it is not, or not as it was. */
  private async stored(ref: Ref): Promise<Uint8Array<ArrayBuffer> | null> {
    const data = await this.client.stored(ref.sha256);
    return data && (await sha256(data)) === ref.sha256 ? data : null;
  }

  /**
   * The pack of a release, made from the one in use by a delta; null when that
   * does not lead there. Whatever was wrong, the whole pack is another way.
   */
  private async rebuilt({ pack, deltas }: Release): Promise<Uint8Array<ArrayBuffer> | null> {
    const from = this.trust.active?.pack.sha256;
    const delta = deltas.find((d) => d.from === from);
    if (!from || !delta) return null;
    try {
      const data = await this.client.rebuild(from, await this.object('pack', delta));
      checkSize('pack', data, pack);
      await checkHash('pack', data, pack);
      return data;
    } catch (error) {
      console.warn('huashu: a delta led nowhere, fetching the whole pack', error);
      return null;
    }
  }

  /** The bytes that a reference names. */
  private async object(place: Place, ref: Ref): Promise<Uint8Array<ArrayBuffer>> {
    const data = await this.bytes(place, ref);
    await checkHash(place, data, ref);
    return data;
  }

  /** Bytes of the size that was announced. */
  private async bytes(place: Place, ref: Ref): Promise<Uint8Array<ArrayBuffer>> {
    const path = `/v1/t/${this.client.enrolment.tenant}/o/${ref.sha256}`;
    const data = await this.need(place, path, ref.size);
    checkSize(place, data, ref);
    return data;
  }

  private async need(place: Place, path: string, limit: number): Promise<Uint8Array<ArrayBuffer>> {
    const url = this.client.enrolment.server + path;
    const answer = await get(this.client.fetch, { place, url, limit });
    if (typeof answer === 'string') throw new Refusal(place, 'network', `GET ${url}: ${answer}`);
    return answer.data;
  }

  private checkExpiry(place: Place, expires: number): void {
    const now = this.client.now();
    if (now >= expires) {
      const found = `expired at ${iso(expires)}, the clock here says ${iso(now)}`;
      throw new Refusal(place, 'expired', found);
    }
  }
}

function rootPath(n: number): string {
  return `/v1/root/${n}`;
}

function removed(
  before: Root,
  after: Root,
  role: 'freshness' | 'release',
  tenant: string,
): boolean {
  const stay = new Set(roleOf(after, role, tenant).keyids);
  return roleOf(before, role, tenant).keyids.some((id) => !stay.has(id));
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
