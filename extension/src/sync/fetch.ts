/** Reading from the server: bounded in bytes and in time. */
import { type Place, Refusal } from './refusal';

const TIMEOUT = 30_000;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Answer {
  data: Uint8Array<ArrayBuffer>;
  etag: string;
}

export interface Ask {
  place: Place;
  url: string;
  /** The most bytes to read. */
  limit: number;
  /** What is known already; then the answer may be 'unchanged'. */
  etag?: string;
}

/** Fetches, or says that there is nothing, or nothing new. */
export async function get(
  fetch: Fetch,
  { place, url, limit, etag }: Ask,
): Promise<Answer | 'missing' | 'unchanged'> {
  const network = (found: unknown) => new Refusal(place, 'network', `GET ${url}: ${found}`);
  try {
    const response = await fetch(url, {
      headers: etag ? { 'If-None-Match': etag } : {},
      // The browser's own cache would answer for the server.
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (response.status === 404) return 'missing';
    if (response.status === 304 && etag) return 'unchanged';
    if (response.status !== 200) throw network(`status ${response.status}`);
    const data = await read(response, limit);
    if (!data) throw new Refusal(place, 'size', `more than ${limit} bytes`);
    return { data, etag: response.headers.get('ETag') ?? '' };
  } catch (error) {
    throw error instanceof Refusal ? error : network(error);
  }
}

/** The body, or null as soon as it is longer than `limit`. */
async function read(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  const data = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    data.set(chunk, at);
    at += chunk.length;
  }
  return data;
}
