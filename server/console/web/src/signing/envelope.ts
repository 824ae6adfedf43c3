/**
 * Signs a release here, in the browser: the key is read from a file, used once
 * and forgotten. It is never sent, and nothing keeps it. The formats are those
 * of server/PROTOCOL.md: DSSE version 1, Ed25519.
 */
import type { ReleaseDocument } from '../api/types';

const TYPE = 'application/vnd.huashu.release+json';

export interface ReleaseKey {
  /** SHA-256 of the raw public key, in hexadecimal. */
  id: string;
  private: CryptoKey;
}

/** Why a file is no key that can sign. */
export class KeyFileError extends Error {
  override name = 'KeyFileError';
}

/** Reads a key file: PKCS #8 in PEM, as `huashu keys` and openssl write it. */
export async function readKey(pem: string): Promise<ReleaseKey> {
  const body = /-----BEGIN PRIVATE KEY-----([\sA-Za-z0-9+/=]+)-----END PRIVATE KEY-----/.exec(pem);
  if (!body?.[1]) throw new KeyFileError('not a PEM file with a private key');
  const der = fromBase64(body[1].replace(/\s/g, ''));
  try {
    // Extractable only so that its public half can be had.
    const key = await crypto.subtle.importKey('pkcs8', der, 'Ed25519', true, ['sign']);
    const { x } = await crypto.subtle.exportKey('jwk', key);
    if (x === undefined) throw new Error('no public key');
    return { id: await sha256(fromBase64(fromUrl(x))), private: key };
  } catch {
    throw new KeyFileError('not an Ed25519 key');
  }
}

/** Wraps a release document in an envelope signed by the key. */
export async function signRelease(document: ReleaseDocument, key: ReleaseKey): Promise<string> {
  const payload = new TextEncoder().encode(JSON.stringify(document));
  const sig = await crypto.subtle.sign('Ed25519', key.private, encoded(TYPE, payload));
  return JSON.stringify({
    payload: toBase64(payload),
    payloadType: TYPE,
    signatures: [{ keyid: key.id, sig: toBase64(new Uint8Array(sig)) }],
  });
}

/** DSSE's pre-authentication encoding: what is signed. */
function encoded(type: string, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`DSSEv1 ${type.length} ${type} ${payload.length} `);
  const out = new Uint8Array(head.length + payload.length);
  out.set(head);
  out.set(payload, head.length);
  return out;
}

/** Lower-case hexadecimal, as the protocol writes digests. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** Base64url without padding, as JSON Web Keys have it. */
function fromUrl(text: string): string {
  return text.replace(/-/g, '+').replace(/_/g, '/');
}
