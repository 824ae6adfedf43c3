/**
 * npm run worker: builds what changed and serves Huashu on workerd, the runtime
 * of Cloudflare Workers, with a demo shop.
 *
 *   npm run worker -- [--port N] [--data DIR]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './lib/graph.mjs';
import { requireTools } from './lib/machine.mjs';
import { capture, main, root, run } from './lib/shell.mjs';
import { steps } from './lib/steps.mjs';
import { startWorkerd } from './lib/workerd.mjs';

const setupToken = 'demo'; // reachable from this machine only
const tenant = 'demo';

await main(async () => {
  const { values: options } = parseArgs({
    options: {
      port: { type: 'string', default: '8788' },
      data: { type: 'string', default: join(root, 'data/worker') },
    },
  });
  requireTools();
  await build(steps, ['huashu', 'worker']);

  // npm works in the root: a relative folder is meant from where it was called.
  const data = resolve(process.env.INIT_CWD ?? '.', options.data);
  const keys = join(data, 'keys');
  if (!existsSync(keys)) await run('bin/huashu', ['keys', 'init', keys]);
  const deployment = {
    root: readFileSync(join(keys, 'root.json'), 'utf8'),
    onlineKey: readFileSync(join(keys, 'online.pem'), 'utf8'),
    setupToken,
  };
  const { url, stop } = await startWorkerd(deployment, { port: Number(options.port), data });
  try {
    const enrolment = join(data, 'enrolment'); // the link's end, which does not change with the port
    if (!existsSync(enrolment)) {
      const add = ['tenant', 'add', tenant, '--name', '演示店铺', '--solo', '--server', url];
      const added = await capture('bin/huashu', add, { env: { HUASHU_SETUP_TOKEN: setupToken } });
      const [, link = '', , token = ''] = added.split('\n').map((line) => line.trim());
      writeFileSync(join(keys, 'token'), `${token}\n`, { mode: 0o600 });
      writeFileSync(enrolment, new URL(link).hash);
    }
    await run('bin/huashu', [
      'pack',
      'publish',
      '--server',
      url,
      '--tenant',
      tenant,
      '--keys',
      keys,
    ]);
    console.log(`
Huashu is running on workerd; Ctrl+C stops it.

  console    ${url}/console/
  enrolment  ${url}/enroll${readFileSync(enrolment, 'utf8')}

The demo's signing keys and its admin's token are in ${keys}.`);
    await new Promise((done) => {
      process.on('SIGINT', done);
      process.on('SIGTERM', done);
    });
  } finally {
    await stop();
  }
});
