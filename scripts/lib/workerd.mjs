/** The sync server for Cloudflare Workers, run locally on workerd. */
import { join } from 'node:path';
import { Log, LogLevel, Miniflare } from 'miniflare';
import { root } from './shell.mjs';

/**
 * What a deployment is given: see server/worker/README.md.
 * @typedef {object} Deployment
 * @property {string} root contents of root.json
 * @property {string} onlineKey contents of online.pem
 * @property {string} setupToken
 */

/**
 * Starts what `wrangler deploy` would send. Nothing leaves the machine.
 * @param {Deployment} deployment
 * @param {{ port?: number, data?: string }} [options] `data` is a folder to keep the state in;
 *   without one it is gone in the end
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} `url` without a final slash
 */
export async function startWorkerd(deployment, { port = 0, data } = {}) {
  const persist = data && { durableObjectsPersist: join(data, 'do'), kvPersist: join(data, 'kv') };
  const miniflare = new Miniflare({
    rootPath: join(root, 'server/worker/dist/bundle'),
    scriptPath: 'entry.js',
    modules: true,
    modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
    compatibilityDate: '2026-04-20',
    durableObjects: {
      CORE: { className: 'Core', useSQLite: true },
      HUB: { className: 'Hub', useSQLite: true },
    },
    kvNamespaces: ['PUBLISHED'],
    bindings: {
      HUASHU_ROOT: deployment.root,
      HUASHU_ONLINE_KEY: deployment.onlineKey,
      HUASHU_SETUP_TOKEN: deployment.setupToken,
    },
    cf: false,
    host: '127.0.0.1',
    port,
    log: new Log(LogLevel.WARN),
    ...persist,
  });
  const { origin } = await miniflare.ready;
  return { url: origin, stop: () => miniflare.dispose() };
}
