/** What a deployment to Workers is given, and what stays when another follows. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { root } from '../../scripts/lib/shell.mjs';
import { startWorkerd } from '../../scripts/lib/workerd.mjs';
import { payload } from './shop';

const huashu = join(root, 'bin/huashu');
const setupToken = 'a setup token';

let folder: string;
let stop = async () => {};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huashu-deployment-'));
});
afterEach(async () => {
  await stop();
  stop = async () => {};
  rmSync(folder, { recursive: true });
});

/** Deploys with the keys of a folder; gives what asks it. */
async function deploy(keys: string, settings: { resignSeconds?: number } = {}) {
  await stop();
  const file = (name: string) => readFileSync(join(folder, keys, name), 'utf8');
  const secrets = { root: file('root.json'), onlineKey: file('online.pem'), setupToken };
  const worker = await startWorkerd({ ...secrets, ...settings }, { data: join(folder, 'state') });
  stop = worker.stop;
  return {
    url: worker.url,
    get: (path: string) => fetch(worker.url + path, { headers: { Connection: 'close' } }),
  };
}

/** Adds a shop and publishes the default pack there. */
function addShop(url: string, keys: string) {
  const add = ['tenant', 'add', 'shop', '--solo', '--server', url];
  const env = { ...process.env, HUASHU_SETUP_TOKEN: setupToken };
  const token =
    execFileSync(huashu, add, { env }).toString().trim().split('\n').at(-1)?.trim() ?? '';
  const publish = ['pack', 'publish', '--server', url, '--tenant', 'shop', '--token', token];
  execFileSync(huashu, [...publish, '--keys', join(folder, keys)]);
}

it('keeps its shops, and signs with the new key once keys are rotated', async () => {
  execFileSync(huashu, ['keys', 'init', join(folder, 'first')]);
  const before = await deploy('first');
  addShop(before.url, 'first');
  const head = await (await before.get('/v1/t/shop/head')).json();
  expect((await before.get('/v1/root/2')).status).toBe(404);

  execFileSync(huashu, [
    'keys',
    'rotate',
    join(folder, 'first'),
    join(folder, 'second'),
    '--online',
  ]);
  const after = await deploy('second');
  expect((await after.get('/healthz')).status).toBe(200);
  expect((await after.get('/v1/root/1')).status).toBe(200);
  const next = payload(await (await after.get('/v1/root/2')).json());
  const now = await (await after.get('/v1/t/shop/head')).json();
  expect(next.roles.freshness.keyids).toEqual([now.signatures[0].keyid]);
  expect(now.signatures[0].keyid).not.toBe(head.signatures[0].keyid);
  expect(payload(now).version).toBeGreaterThan(payload(head).version);
  expect(payload(now).stable).toEqual(payload(head).stable);
  const release = await after.get(`/v1/t/shop/o/${payload(now).stable.sha256}`);
  expect(release.status).toBe(200);
});

it('signs heads anew when the alarm finds them old', async () => {
  execFileSync(huashu, ['keys', 'init', join(folder, 'keys')]);
  const { url, get } = await deploy('keys', { resignSeconds: 1 });
  addShop(url, 'keys');
  // The tenant's hub answers this by itself: nothing but the alarm wakes the server.
  const head = async () => payload(await (await get('/v1/t/shop/head')).json());
  const before = await head();
  await expect.poll(head, { timeout: 60_000 }).not.toMatchObject({ version: before.version });
  const after = await head();
  expect(after.version).toBeGreaterThan(before.version);
  expect(Date.parse(after.issued)).toBeGreaterThan(Date.parse(before.issued));
  expect(Date.parse(after.expires)).toBeGreaterThan(Date.parse(before.expires));
  expect(after.stable).toEqual(before.stable);
});

it('says what is missing or does not fit, and nothing else', async () => {
  execFileSync(huashu, ['keys', 'init', join(folder, 'one')]);
  execFileSync(huashu, ['keys', 'init', join(folder, 'other')]);
  const mixed = { root: readFileSync(join(folder, 'one/root.json'), 'utf8'), setupToken };
  const [own, other] = ['one', 'other'].map((keys) =>
    readFileSync(join(folder, keys, 'online.pem'), 'utf8'),
  ) as [string, string];
  for (const [onlineKey, resignSeconds, said] of [
    ['', 1, 'secret HUASHU_ONLINE_KEY: not a PEM file'],
    [other, 1, 'secret HUASHU_ROOT: root 1 does not let the online key sign heads'],
    [own, 0.5, 'variable HUASHU_RESIGN_SECONDS: "0.5" is no whole number from 1 to 43200'],
  ] as const) {
    const worker = await startWorkerd({ ...mixed, onlineKey, resignSeconds });
    stop = worker.stop;
    const answer = await fetch(`${worker.url}/healthz`, { headers: { Connection: 'close' } });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'setup', detail: said });
    await stop();
    stop = async () => {};
  }
});
