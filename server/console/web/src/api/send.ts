/** Requests to the server, and what comes back. */
import { Problem } from './problem';
import { end, token } from './session';

interface Options {
  /** Sent as JSON, or bytes and strings as they are. */
  body?: unknown;
  type?: string;
  ifMatch?: string;
  signal?: AbortSignal;
  /** Instead of the session's, to find out whose it is. */
  token?: string;
}

/** Sends a request and gives the answer, or throws a Problem. */
export async function send(method: string, path: string, options: Options = {}): Promise<Response> {
  const headers = new Headers({ Authorization: `Bearer ${options.token ?? token() ?? ''}` });
  const { body } = options;
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  if (body !== undefined) headers.set('Content-Type', options.type ?? 'application/json');
  if (options.ifMatch) headers.set('If-Match', options.ifMatch);
  if (method !== 'GET') headers.set('Idempotency-Key', crypto.randomUUID());
  const init: RequestInit = {
    method,
    headers,
    body: raw ? (body as BodyInit) : body === undefined ? null : JSON.stringify(body),
    signal: options.signal ?? null,
    credentials: 'omit',
  };
  const response = await reach(path, init);
  if (response.ok) return response;
  const problem = await read(response);
  if (problem.code === 'token' && options.token === undefined) end(true);
  throw problem;
}

export async function json<T>(method: string, path: string, options: Options = {}): Promise<T> {
  return (await (await send(method, path, options)).json()) as T;
}

/** A lost connection is tried once more: the key makes sure that nothing is done twice. */
async function reach(path: string, init: RequestInit): Promise<Response> {
  for (let last = false; ; last = true) {
    try {
      return await fetch(path, init);
    } catch (error) {
      if (init.signal?.aborted) throw error;
      if (last) throw new Problem(0, 'network', String(error));
    }
  }
}

async function read(response: Response): Promise<Problem> {
  try {
    const { code, detail, mistakes, place } = await response.json();
    return new Problem(response.status, code, detail, mistakes, place);
  } catch {
    return new Problem(response.status, response.status === 429 ? 'rate' : 'internal');
  }
}
