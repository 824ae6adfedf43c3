/** DSSE envelopes, version 1, with Ed25519 signatures verified by WebCrypto. */
import * as v from 'valibot';
import { base64, utf8 } from './bytes';
import { type Place, Refusal } from './refusal';

/** Bounds the work that an envelope from a stranger can cause. */
const MAX_SIGNATURES = 16;

const bytes = v.pipe(
  v.string(),
  v.transform(base64),
  v.custom<Uint8Array<ArrayBuffer>>((b) => b !== null, 'base64'),
);

const envelope = v.object({
  payload: bytes,
  payloadType: v.string(),
  signatures: v.pipe(
    v.array(v.object({ keyid: v.string(), sig: bytes })),
    v.maxLength(MAX_SIGNATURES),
  ),
});
export type Envelope = v.InferOutput<typeof envelope>;

/** Public keys by their id: the raw 32 bytes. */
export type Keys = Record<string, Uint8Array<ArrayBuffer>>;

/** The keys of a role and how many of them must have signed. */
export interface KeyRole {
  keyids: string[];
  threshold: number;
}

/** Reads an envelope of at most `limit` bytes. */
export function parseEnvelope(place: Place, data: Uint8Array, limit: number): Envelope {
  if (data.length > limit) {
    throw new Refusal(place, 'size', `${data.length} bytes, at most ${limit} are allowed`);
  }
  return check(place, envelope, parseJSON(place, data));
}

/** Checks that enough different keys of the role have signed. */
export async function verify(
  place: Place,
  env: Envelope,
  keys: Keys,
  role: KeyRole,
): Promise<void> {
  const message = pae(env);
  let valid = 0;
  for (const id of role.keyids) {
    const key = keys[id];
    const signatures = env.signatures.filter((s) => s.keyid === id);
    for (const { sig } of signatures) {
      if (key && (await signed(key, sig, message))) {
        valid++;
        break;
      }
    }
  }
  if (role.threshold < 1 || valid < role.threshold) {
    const found = `${valid} valid signatures by the right keys, ${role.threshold} needed`;
    throw new Refusal(place, 'signature', found);
  }
}

async function signed(
  raw: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', key, signature, message);
}

/** DSSE's pre-authentication encoding: what is signed. */
function pae({ payloadType, payload }: Envelope): Uint8Array<ArrayBuffer> {
  const type = utf8(payloadType);
  const before = utf8(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `);
  const out = new Uint8Array(before.length + payload.length);
  out.set(before);
  out.set(payload, before.length);
  return out;
}

/**
 * Reads the payload of a verified envelope, and checks that it was signed as
 * what it is taken for.
 */
export function decode<T extends v.GenericSchema>(
  place: Place,
  env: Envelope,
  type: string,
  schema: T,
): v.InferOutput<T> {
  const wanted = `application/vnd.huashu.${type}+json`;
  if (env.payloadType !== wanted) {
    throw new Refusal(place, 'type', `payload type "${env.payloadType}", want "${wanted}"`);
  }
  const payload = parseJSON(place, env.payload);
  const found = check(place, v.object({ _type: v.string() }), payload)._type;
  if (found !== type) throw new Refusal(place, 'type', `_type "${found}", want "${type}"`);
  return check(place, schema, payload);
}

/** Reads JSON, or refuses. */
export function parseJSON(place: Place, data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data));
  } catch (error) {
    throw new Refusal(place, 'format', `not JSON: ${error}`);
  }
}

/** Checks a value's form, or refuses. */
export function check<T extends v.GenericSchema>(
  place: Place,
  schema: T,
  value: unknown,
): v.InferOutput<T> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Refusal(place, 'format', `${v.getDotPath(issue) ?? 'value'}: ${issue.message}`);
}
