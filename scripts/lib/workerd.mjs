/** The sync server for Cloudflare Workers, run locally on workerd. */
import { join } from 'node:path';
import { Log, LogLevel, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions as readConfig } from 'wrangler';
import { root } from './shell.mjs';

const folder = join(root, 'server/worker');

/**
 * What a deployment is given: see server/worker/README.md.
 * @typedef {object} Deployment
 * @property {string} root contents of root.json
 * @property {string} onlineKey contents of online.pem
 * @property {string} setupToken
 * @property {number} [resignSeconds] else as wrangler.jsonc has it
 */

/**
 * Starts what `wrangler deploy` would send, as wrangler.jsonc has it. Nothing
 * leaves the machine.
 * @param {Deployment} deployment
 * @param {{ port?: number, data?: string }} [options] `data` is a folder to keep the state in;
 *   without one it is gone in the end
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} `url` without a final slash
 */
export async function startWorkerd(deployment, { port = 0, data } = {}) {
  const { workerOptions } = readConfig(join(folder, 'wrangler.jsonc'));
  const miniflare = new Miniflare({
    ...workerOptions,
    rootPath: join(folder, 'dist/bundle'),
    scriptPath: 'entry.js',
    modules: true,
    bindings: {
      ...workerOptions.bindings,
      HUASHU_ROOT: deployment.root,
      HUASHU_ONLINE_KEY: deployment.onlineKey,
      HUASHU_SETUP_TOKEN: deployment.setupToken,
      ...(deployment.resignSeconds && { HUASHU_RESIGN_SECONDS: `${deployment.resignSeconds}` }),
    },
    cf: false,
    host: '127.0.0.1',
    port,
    log: new Log(LogLevel.WARN),
    ...(data && { durableObjectsPersist: join(data, 'do'), kvPersist: join(data, 'kv') }),
  });
  const { origin } = await miniflare.ready;
  return { url: origin, stop: () => miniflare.dispose() };
}
