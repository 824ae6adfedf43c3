/** The three signed documents: their form, and how each is opened. */
import * as v from 'valibot';
import { base64, sha256 } from './bytes';
import {
  check,
  decode,
  type Envelope,
  type KeyRole,
  type Keys,
  parseEnvelope,
  parseJSON,
  verify,
} from './envelope';
import { type Place, Refusal } from './refusal';

/** The most bytes that are read of each thing. */
export const MAX_ROOT = 64 * 1024;
export const MAX_RELEASE = 64 * 1024;
export const MAX_FRESHNESS = 4 * 1024;
export const MAX_PACK = 16 * 1024 * 1024;
export const MAX_DELTA = 1024 * 1024;
/** How many deltas a release may name. */
const MAX_DELTAS = 8;

const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** RFC 3339; milliseconds since 1970 when read. */
const time = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/),
  v.transform(Date.parse),
  v.number(),
);
/** Bytes named by what they are. */
const ref = v.object({ sha256: digest, size: count });
export type Ref = v.InferOutput<typeof ref>;

const root = v.object({
  version: count,
  expires: time,
  keys: v.record(digest, v.string()),
  roles: v.record(v.string(), v.object({ keyids: v.array(digest), threshold: count })),
});
/** Which keys may sign what. Kept as JSON between synchronisations. */
export type Root = v.InferOutput<typeof root>;

const release = v.object({
  tenant: v.string(),
  seq: count,
  parent: v.union([v.literal(''), digest]),
  issued: time,
  minEngine: v.pipe(v.number(), v.safeInteger()),
  pack: ref,
  /** Shorter ways to the pack for clients that hold another: `from` is its SHA-256. */
  deltas: v.optional(
    v.pipe(v.array(v.object({ from: digest, ...ref.entries })), v.maxLength(MAX_DELTAS)),
    [],
  ),
});
/** What a reviewer has signed: this pack, for this tenant, after that release. */
export type Release = v.InferOutput<typeof release>;

const freshness = v.object({
  tenant: v.string(),
  version: count,
  expires: time,
  stable: ref,
  candidate: v.optional(
    v.object({
      release: ref,
      share: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000)),
      salt: v.string(),
    }),
  ),
  killed: v.optional(v.array(v.string()), []),
  poll: v.pipe(v.number(), v.safeInteger()),
});
/** A tenant's head: what is current, said recently. */
export type Freshness = v.InferOutput<typeof freshness>;

const ROLES = ['root', 'release', 'freshness'] as const;

/** Opens the root that an enrolment names: its fingerprint fits, and it is signed by itself. */
export async function openFirstRoot(data: Uint8Array, fingerprint: string): Promise<Root> {
  const env = parseEnvelope('root', data, MAX_ROOT);
  const got = await sha256(env.payload);
  if (got !== fingerprint) {
    throw new Refusal(
      'root',
      'fingerprint',
      `fingerprint ${got}, the enrolment says ${fingerprint}`,
    );
  }
  return openRoot(env);
}

/** Opens the root that follows a trusted one. It is signed by the root keys of both. */
export async function openNextRoot(data: Uint8Array, trusted: Root): Promise<Root> {
  const env = parseEnvelope('root', data, MAX_ROOT);
  await verify('root', env, keysOf(trusted), roleOf(trusted, 'root'));
  const next = await openRoot(env);
  if (next.version !== trusted.version + 1) {
    throw new Refusal(
      'root',
      'rollback',
      `version ${next.version} does not follow ${trusted.version}`,
    );
  }
  return next;
}

async function openRoot(env: Envelope): Promise<Root> {
  // A root's own keys stand in the payload: it must be read to be verified.
  const own = check('root', root, parseJSON('root', env.payload));
  await checkRoles(own);
  await verify('root', env, keysOf(own), roleOf(own, 'root'));
  return decode('root', env, 'root', root);
}

/**
 * Checks that the roles of a root make sense, above all that no key which
 * signs heads, being online, also signs anything else.
 */
async function checkRoles(r: Root): Promise<void> {
  const bad = (message: string) => new Refusal('root', 'format', message);
  const keys = keysOf(r);
  for (const id of Object.keys(r.keys)) {
    const key = keys[id];
    if (key?.length !== 32 || (await sha256(key)) !== id) {
      throw bad(`key ${id} is not what its id says`);
    }
  }
  for (const name of ROLES) {
    if (!Object.hasOwn(r.roles, name)) throw bad(`no role "${name}"`);
  }
  const online = roleOf(r, 'freshness').keyids;
  for (const [name, { keyids, threshold }] of Object.entries(r.roles)) {
    if (threshold > keyids.length) {
      throw bad(`role "${name}": threshold ${threshold} of ${keyids.length} keys`);
    }
    if (new Set(keyids).size < keyids.length) throw bad(`role "${name}": a key stands twice`);
    for (const id of keyids) {
      if (!Object.hasOwn(r.keys, id)) throw bad(`role "${name}": unknown key ${id}`);
      if (name !== 'freshness' && online.includes(id)) {
        throw bad(`role "${name}": key ${id} is the online key of role "freshness"`);
      }
    }
  }
}

function keysOf(r: Root): Keys {
  const keys: Keys = {};
  for (const [id, text] of Object.entries(r.keys)) keys[id] = base64(text) ?? new Uint8Array();
  return keys;
}

/** A role's keys; for releases those of "release:<tenant>" if the root has that role. */
export function roleOf(r: Root, name: (typeof ROLES)[number], tenant = ''): KeyRole {
  const own = `${name}:${tenant}`;
  const role = Object.hasOwn(r.roles, own) ? r.roles[own] : r.roles[name];
  return role ?? { keyids: [], threshold: 1 };
}

/** Checks size, signatures, type and tenant of a release. */
export async function openRelease(data: Uint8Array, r: Root, tenant: string): Promise<Release> {
  const env = parseEnvelope('release', data, MAX_RELEASE);
  await verify('release', env, keysOf(r), roleOf(r, 'release', tenant));
  const opened = decode('release', env, 'release', release);
  checkTenant('release', opened.tenant, tenant);
  checkLimit('release', opened.pack, MAX_PACK);
  for (const delta of opened.deltas) checkLimit('release', delta, MAX_DELTA);
  return opened;
}

/** Checks size, signatures, type and tenant of a head. */
export async function openFreshness(data: Uint8Array, r: Root, tenant: string): Promise<Freshness> {
  const env = parseEnvelope('head', data, MAX_FRESHNESS);
  await verify('head', env, keysOf(r), roleOf(r, 'freshness'));
  const opened = decode('head', env, 'freshness', freshness);
  checkTenant('head', opened.tenant, tenant);
  checkLimit('head', opened.stable, MAX_RELEASE);
  if (opened.candidate) checkLimit('head', opened.candidate.release, MAX_RELEASE);
  return opened;
}

function checkTenant(place: Place, got: string, want: string): void {
  if (got !== want) {
    throw new Refusal(place, 'tenant', `signed for tenant "${got}", not for "${want}"`);
  }
}

function checkLimit(place: Place, { size }: Ref, limit: number): void {
  if (size > limit) {
    throw new Refusal(place, 'size', `names ${size} bytes, at most ${limit} are allowed`);
  }
}

/** Checks fetched bytes against the size that was announced. */
export function checkSize(place: Place, data: Uint8Array, { size }: Ref): void {
  if (data.length !== size) {
    throw new Refusal(place, 'size', `${data.length} bytes, ${size} were announced`);
  }
}

/** Checks fetched bytes against the digest that named them. */
export async function checkHash(
  place: Place,
  data: Uint8Array<ArrayBuffer>,
  named: Ref,
): Promise<void> {
  const got = await sha256(data);
  if (got !== named.sha256) {
    throw new Refusal(place, 'hash', `SHA-256 ${got}, ${named.sha256} was announced`);
  }
}
