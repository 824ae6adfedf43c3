/**
 * Where every request comes in. What clients read is answered here and by the
 * tenant's hub, without Go: signed bytes that never change, and the head. All
 * else goes to the one object that runs the server.
 */
import { ENVELOPE, problem, serve } from './answer';

export { Core } from './core';
export { Hub } from './hub';

const ROUTE =
  /^\/v1\/(?:root\/(?<root>[1-9]\d{0,15})|t\/(?<tenant>[a-z0-9][a-z0-9-]{0,31})\/(?:(?<live>head|ws|events)|o\/(?<sha256>[0-9a-f]{64})))$/;

export default {
  async fetch(request, env) {
    const found = ROUTE.exec(new URL(request.url).pathname)?.groups;
    if (found && (request.method === 'GET' || request.method === 'HEAD')) {
      const { root, tenant = '', live, sha256 } = found;
      if (live === 'events') {
        return problem(404, 'not-found', `Hints come by WebSocket here: /v1/t/${tenant}/ws.`);
      }
      if (live) return env.HUB.get(env.HUB.idFromName(tenant)).fetch(request);
      const kept = sha256
        ? await immutable(request, env, `o/${tenant}/${sha256}`, {
            'Content-Type': 'application/octet-stream',
            'Repr-Digest': `sha-256=:${base64(sha256)}:`,
          })
        : await immutable(request, env, `root/${root}`, { 'Content-Type': ENVELOPE });
      if (kept) return kept;
    }
    return env.CORE.get(env.CORE.idFromName('core')).fetch(request);
  },
} satisfies ExportedHandler<Env>;

/** What was published under a key; undefined when it is not in KV, or not yet. */
async function immutable(
  request: Request,
  env: Env,
  key: string,
  headers: Record<string, string>,
): Promise<Response | undefined> {
  const { value, metadata } = await env.PUBLISHED.getWithMetadata<{ sha256: string }>(key, {
    type: 'stream',
    cacheTtl: 86_400,
  });
  if (!value || !metadata) return undefined;
  return serve(request, value, metadata.sha256, {
    ...headers,
    'Cache-Control': 'public, max-age=31536000, immutable',
  });
}

/** @param hex an even number of hexadecimal digits */
function base64(hex: string): string {
  const bytes = hex.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)));
  return btoa(bytes);
}
