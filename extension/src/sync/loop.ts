/**
 * When to synchronise, and what to remember of it: after enrolment, when a hint
 * speaks of a newer head, and when the alarm set the time before rings. One
 * synchronisation at a time; what comes meanwhile waits and is done once.
 */
import { afterFailure, afterSuccess } from './backoff';
import { type LinkFault, parseLink } from './enrolment';
import type { Fetch } from './fetch';
import { type Adoption, follow, NEW_TRUST, type Trust } from './follow';
import { Refusal } from './refusal';
import { type Failure, NO_SYNC, type SyncState } from './state';

/** The engine level of this extension: a pack may ask for at least so much. */
export const ENGINE_LEVEL = 1;

export interface Surroundings {
  load(): Promise<SyncState>;
  save(state: SyncState): Promise<void>;
  fetch: Fetch;
  /** Milliseconds since 1970. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  pause(ms: number): Promise<void>;
  /** Sets the one alarm; it calls `sync`. */
  wakeAfter(ms: number): Promise<void>;
  /** Says where hints can be had now; empty: nowhere. */
  listen(url: string): Promise<void>;
  /** See Client in follow.ts. */
  adopt(pack: Uint8Array<ArrayBuffer>, sha256: string): Promise<Adoption>;
  stored(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  keep(pack: Uint8Array<ArrayBuffer>, sha256: string): Promise<void>;
  rebuild(from: string, delta: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  /** The sha256 of the pack that the engine holds; empty for the built-in one. */
  packInUse(): Promise<string>;
  /** What came of a synchronisation: the release in use, 0 for none, and one that cannot be used, or 0. */
  became(release: number, unusable: number): Promise<void>;
  useBuiltIn(): Promise<void>;
}

export class SyncLoop {
  private tail: Promise<unknown> = Promise.resolve();
  private next: Promise<void> | null = null;
  private hinted = 0;
  private tried = 0;

  constructor(private readonly around: Surroundings) {}

  /** Follows the server that the link names, or says what is wrong with the link. */
  async enrol(link: string): Promise<LinkFault | null> {
    const enrolment = parseLink(link);
    if (typeof enrolment === 'string') return enrolment;
    await this.serial(async () => {
      await this.around.useBuiltIn();
      await this.around.save({ ...NO_SYNC, enrolment, secret: crypto.randomUUID() });
      await this.around.became(0, 0);
      this.tried = 0;
    });
    await this.around.listen(await this.eventsURL());
    await this.sync();
    return null;
  }

  /** Follows nobody any longer and returns to the built-in rules. */
  async leave(): Promise<void> {
    await this.serial(async () => {
      await this.around.save(NO_SYNC);
      await this.around.useBuiltIn();
      await this.around.became(0, 0);
    });
    await this.around.listen('');
  }

  /** Where hints can be had; empty when nobody is followed. */
  async eventsURL(): Promise<string> {
    const { enrolment } = await this.around.load();
    return enrolment ? `${enrolment.server}/v1/t/${enrolment.tenant}/events` : '';
  }

  /** A hint: the server has a head of this version. Many hear it at once, so wait a little. */
  async hint(version: number, jitter: number): Promise<void> {
    const { trust, failure } = await this.around.load();
    // What was refused is tried again by the alarm, not by every hint that
    // repeats it. A server that was out of reach and now hints is back.
    const known = Math.max(trust.head, this.tried);
    if (version <= known && failure?.code !== 'network') return;
    this.tried = Math.max(version, this.tried);
    await this.around.pause(this.around.random() * jitter);
    await this.sync(version);
  }

  /** Synchronises, or joins the synchronisation that waits for its turn. */
  sync(hinted = 0): Promise<void> {
    this.hinted = Math.max(this.hinted, hinted);
    this.next ??= this.serial(() => {
      const version = this.hinted;
      this.next = null;
      this.hinted = 0;
      return this.once(version);
    });
    return this.next;
  }

  private serial<T>(work: () => Promise<T>): Promise<T> {
    const done = this.tail.then(work);
    this.tail = done.catch(() => {});
    return done;
  }

  private async once(hinted: number): Promise<void> {
    const { around } = this;
    const state = await around.load();
    if (!state.enrolment) return;
    const { trust, failure, unusable } = await this.attempt(state, hinted);
    const now = around.now();
    const changed = trust.active?.release.sha256 !== state.trust.active?.release.sha256;
    await around.save({
      ...state,
      trust,
      failure,
      checkedAt: failure ? state.checkedAt : now,
      changedAt: changed ? now : state.changedAt,
    });
    await around.wakeAfter(
      failure
        ? afterFailure(failure.count, around.random())
        : afterSuccess(trust.poll, around.random()),
    );
    await around.became(trust.active?.seq ?? 0, unusable);
  }

  private async attempt(
    state: SyncState,
    hinted: number,
  ): Promise<{ trust: Trust; failure: Failure | null; unusable: number }> {
    const { around } = this;
    const { enrolment, secret } = state;
    let { trust } = state;
    let unusable = 0;
    let found: unknown = null;
    if (!enrolment) return { trust, failure: null, unusable };
    try {
      // The engine may have lost its pack, with its database for instance.
      if (trust.active && (await around.packInUse()) !== trust.active.pack.sha256) {
        trust = { ...trust, active: null, etag: NEW_TRUST.etag };
      }
      const outcome = await follow(
        {
          enrolment,
          secret,
          engine: ENGINE_LEVEL,
          fetch: around.fetch,
          now: () => around.now(),
          adopt: (pack, sha256) => around.adopt(pack, sha256),
          stored: (sha256) => around.stored(sha256),
          keep: (pack, sha256) => around.keep(pack, sha256),
          rebuild: (from, delta) => around.rebuild(from, delta),
        },
        trust,
        hinted,
      );
      trust = outcome.trust;
      found = outcome.refusal;
      unusable = outcome.unusable;
    } catch (error) {
      found = error;
    }
    if (!found) return { trust, failure: null, unusable };
    const refusal = found instanceof Refusal ? found : null;
    const failure: Failure = {
      code: refusal?.code ?? 'internal',
      place: refusal?.place ?? null,
      message: refusal?.message ?? String(found),
      at: around.now(),
      count: (state.failure?.count ?? 0) + 1,
    };
    return { trust, failure, unusable };
  }
}
