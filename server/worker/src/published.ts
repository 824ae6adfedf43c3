/**
 * What was published and never changes: roots and objects, kept in KV as gzip
 * where that is shorter.
 */
import { serve } from './answer';

/** Shorter bytes go as they are. */
const LEAST = 256;

/** Digests in hexadecimal. */
interface Kept {
  sha256: string;
  /** Of the value, which then is gzip. */
  gzip?: string;
}

export async function keep(
  kv: KVNamespace,
  key: string,
  sha256: string,
  data: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const metadata: Kept = { sha256 };
  let value: ArrayBuffer | Uint8Array<ArrayBuffer> = data;
  if (data.length >= LEAST) {
    const stream = new Response(data).body?.pipeThrough(new CompressionStream('gzip'));
    const shorter = await new Response(stream).arrayBuffer();
    if (shorter.byteLength < data.length) {
      value = shorter;
      metadata.gzip = hex(await crypto.subtle.digest('SHA-256', shorter));
    }
  }
  await kv.put(key, value, { metadata });
}

/** Answers with what is kept under a key; undefined when it is not there, or not yet. */
export async function answerKept(
  kv: KVNamespace,
  key: string,
  request: Request,
  contentType: string,
): Promise<Response | undefined> {
  const options = { type: 'stream', cacheTtl: 86_400 } as const;
  const { value, metadata } = await kv.getWithMetadata<Kept>(key, options);
  if (!value || !metadata) return undefined;
  const { sha256, gzip } = metadata;
  const asKept = !gzip || acceptsGzip(request);
  const digest = asKept && gzip ? gzip : sha256;
  return serve(
    request,
    asKept ? value : value.pipeThrough(new DecompressionStream('gzip')),
    digest,
    {
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Type': contentType,
      'Repr-Digest': `sha-256=:${base64(digest)}:`,
      Vary: 'Accept-Encoding',
      ...(asKept && gzip && { 'Content-Encoding': 'gzip' }),
    },
  );
}

/** Cloudflare rewrites Accept-Encoding, and says in `cf` what the client sent. */
function acceptsGzip(request: Request): boolean {
  const accepted = request.cf?.clientAcceptEncoding ?? request.headers.get('Accept-Encoding') ?? '';
  const codings = String(accepted).split(',');
  return codings.some((coding) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$)|$)/i.test(coding));
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param digits an even number of hexadecimal ones */
function base64(digits: string): string {
  const bytes = digits.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)));
  return btoa(bytes);
}
