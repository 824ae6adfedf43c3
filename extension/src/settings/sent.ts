/**
 * Everything that ever leaves this machine, and only after a shop was joined:
 * requests to that shop's server. The privacy page is made from this table,
 * and a browser test holds every request that the extension makes against it.
 */
import * as v from 'valibot';
import type { TextKey } from '../i18n/texts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The one body that is ever sent: whole numbers, no field for words. See Status in server/PROTOCOL.md. */
export const STATUS = v.strictObject({
  release: count,
  joined: v.boolean(),
  left: count,
  /** Release, and how often it could not be put to use. */
  failed: v.array(v.strictTuple([count, count])),
  /** Number of the rule in the release's pack, hits, accepted, dismissed, false alarms. */
  rules: v.array(v.strictTuple([count, count, count, count, count])),
});

/** What each field of it says. */
export const STATUS_TEXTS = {
  release: 'statusRelease',
  joined: 'statusJoined',
  left: 'statusLeft',
  failed: 'statusFailed',
  rules: 'statusRules',
} as const satisfies Record<keyof typeof STATUS.entries, TextKey>;

interface Request {
  method: 'GET' | 'POST';
  /** The address; a part in braces stands for anything without a slash. */
  path: string;
  what: TextKey;
  /** What the body may be; null: there is none. */
  body: typeof STATUS | null;
}

export const SENT: readonly Request[] = [
  { method: 'GET', path: '/v1/root/{n}', what: 'sentRoot', body: null },
  { method: 'GET', path: '/v1/t/{tenant}/head', what: 'sentHead', body: null },
  { method: 'GET', path: '/v1/t/{tenant}/o/{sha256}', what: 'sentObject', body: null },
  { method: 'GET', path: '/v1/t/{tenant}/events', what: 'sentEvents', body: null },
  { method: 'GET', path: '/v1/t/{tenant}/ws', what: 'sentSocket', body: null },
  { method: 'POST', path: '/v1/t/{tenant}/status', what: 'sentStatus', body: STATUS },
];

/** The entry that allows a request, or null when nothing does. */
export function allowedBy(method: string, path: string, body: string): Request | null {
  const found = SENT.find((request) => request.method === method && fits(request.path, path));
  if (!found) return null;
  if (!found.body) return body === '' ? found : null;
  try {
    return v.is(found.body, JSON.parse(body)) ? found : null;
  } catch {
    return null;
  }
}

function fits(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const parts = path.split('/');
  return (
    wanted.length === parts.length &&
    wanted.every((want, i) => (want.startsWith('{') ? parts[i] !== '' : want === parts[i]))
  );
}
