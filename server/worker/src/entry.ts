/**
 * Where every request comes in. What clients read is answered without Go:
 * signed bytes that never change from KV, head and hints by the tenant's hub.
 * All else goes to the one object that runs the server.
 */
import { ENVELOPE, problem } from './answer';
import { answerKept } from './published';

export { Core } from './core';
export { Hub } from './hub';

/** All that the server answers; pages are files, and served before a request gets here. */
const SERVED = /^\/(v1\/|healthz$|readyz$)/;

const ROUTE =
  /^\/v1\/(?:root\/(?<root>[1-9]\d{0,15})|t\/(?<tenant>[a-z0-9][a-z0-9-]{0,31})\/(?:(?<live>head|ws|events)|o\/(?<sha256>[0-9a-f]{64})))$/;

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (!SERVED.test(pathname)) return problem(404, 'not-found', `There is no ${pathname}.`);
    const found = ROUTE.exec(pathname)?.groups;
    if (found && (request.method === 'GET' || request.method === 'HEAD')) {
      const { root, tenant = '', live, sha256 } = found;
      if (live === 'events') {
        return problem(404, 'not-found', `Hints come by WebSocket here: /v1/t/${tenant}/ws.`);
      }
      if (live) return env.HUB.get(env.HUB.idFromName(tenant)).fetch(request);
      const kept = sha256
        ? await answerKept(
            env.PUBLISHED,
            `o/${tenant}/${sha256}`,
            request,
            'application/octet-stream',
          )
        : await answerKept(env.PUBLISHED, `root/${root}`, request, ENVELOPE);
      if (kept) return kept;
    }
    return env.CORE.get(env.CORE.idFromName('core')).fetch(request);
  },
} satisfies ExportedHandler<Env>;
