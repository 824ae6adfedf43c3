/**
 * Who is signed in. The token lives in sessionStorage: it outlives a reload,
 * ends with the tab, is not shared with other tabs, and no request carries it
 * by itself as one would a cookie. Scripts from elsewhere, the one thing that
 * could read it, are shut out by the page's content security policy.
 */
import type { Access, Me } from './types';

const KEPT = 'huashu:token';
const LEVELS: readonly Access[] = ['viewer', 'editor', 'reviewer', 'admin'];
const listeners = new Set<() => void>();

let current: { token: string; me: Me } | undefined;
let refused = false;

export function keptToken(): string | null {
  return sessionStorage.getItem(KEPT);
}

export function begin(token: string, me: Me): void {
  sessionStorage.setItem(KEPT, token);
  current = { token, me };
  for (const listener of listeners) listener();
}

/** `byServer`: the token counts no more. */
export function end(byServer = false): void {
  sessionStorage.removeItem(KEPT);
  current = undefined;
  refused = byServer;
  for (const listener of listeners) listener();
}

/** Whether the last session ended because its token counts no more. */
export function wasRefused(): boolean {
  return refused;
}

/** The signed-in member; pages are only shown to one. */
export function me(): Me {
  if (!current) throw new Error('nobody is signed in');
  return current.me;
}

export function token(): string | undefined {
  return current?.token;
}

export function signedIn(): boolean {
  return current !== undefined;
}

/** Whether the member may do what this access is needed for. */
export function may(access: Access): boolean {
  return LEVELS.indexOf(me().access) >= LEVELS.indexOf(access);
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
