/** All an extension has to be told to follow a tenant, and the link that tells it. */

export interface Enrolment {
  /** Address without a final slash. */
  server: string;
  tenant: string;
  /** Number of the root to start from. */
  root: number;
  /** SHA-256 of that root's payload. */
  fingerprint: string;
}

const TENANT = /^[a-z0-9][a-z0-9-]{0,31}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const LOCAL = new Set(['localhost', '127.0.0.1']);

/** Where a link went wrong; the user sees a sentence for each. */
export type LinkFault = 'form' | 'insecure' | 'root' | 'tenant' | 'fingerprint';

/**
 * Reads `https://server/enroll#tenant=…&root=…&sha256=…`. Plain http is
 * accepted for this very machine only.
 */
export function parseLink(link: string): Enrolment | LinkFault {
  if (!URL.canParse(link.trim())) return 'form';
  const url = new URL(link.trim());
  if (!url.pathname.endsWith('/enroll') || url.username || url.password || url.search) {
    return 'form';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'form';
  if (url.protocol === 'http:' && !LOCAL.has(url.hostname)) return 'insecure';
  const told = new URLSearchParams(url.hash.slice(1));
  const root = Number(told.get('root'));
  const tenant = told.get('tenant') ?? '';
  const fingerprint = told.get('sha256') ?? '';
  if (!Number.isSafeInteger(root) || root < 1) return 'root';
  if (!TENANT.test(tenant)) return 'tenant';
  if (!SHA256.test(fingerprint)) return 'fingerprint';
  const server = url.origin + url.pathname.slice(0, -'/enroll'.length);
  return { server, tenant, root, fingerprint };
}
