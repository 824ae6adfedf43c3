/**
 * `npm run bench:worker`: CPU time of each route of the sync server on workerd,
 * the runtime of Cloudflare Workers. Prints a table in Markdown.
 *
 * What is counted is what the thread of workerd that answers uses, which
 * includes Miniflare's stand-ins for KV and for Cloudflare's network: the first
 * row, an address that is nowhere, costs little else.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startWorkerd } from '../scripts/lib/workerd.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const huashu = join(root, 'bin/huashu');
const setupToken = 'bench';

/**
 * @typedef {object} Cost
 * @property {string} route
 * @property {number} cpu milliseconds a request, the median
 * @property {number} median milliseconds until a client alone has the answer
 * @property {number} bytes of the body
 */

/**
 * Measures every route, one request after the other.
 * @returns {Promise<Cost[]>}
 */
export async function measureWorker() {
  const folder = mkdtempSync(join(tmpdir(), 'huashu-bench-'));
  const keys = join(folder, 'keys');
  execFileSync(huashu, ['keys', 'init', keys]);
  const worker = await startWorkerd({
    root: readFileSync(join(keys, 'root.json'), 'utf8'),
    onlineKey: readFileSync(join(keys, 'online.pem'), 'utf8'),
    setupToken,
  });
  // A connection each: workerd closes one that was kept alive just when it is used again.
  const agent = new Agent({ keepAlive: false });
  try {
    return await measure(new Client(worker.url, agent), keys);
  } finally {
    agent.destroy();
    await worker.stop();
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {Client} client
 * @param {string} keys
 */
async function measure(client, keys) {
  const token = addShop(client.url, keys);
  const { json: envelope } = await client.ask('GET', '/v1/t/bench/head');
  const head = JSON.parse(Buffer.from(envelope.payload, 'base64').toString());
  const release = `/v1/t/bench/o/${head.stable.sha256}`;
  const { json: signed } = await client.ask('GET', release);
  const { pack } = JSON.parse(Buffer.from(signed.payload, 'base64').toString());
  const { etag = '' } = (await client.ask('GET', '/v1/t/bench/head')).headers;

  const shop = '/v1/admin/t/bench';
  const bearer = { Authorization: `Bearer ${token}` };
  const gzip = { 'Accept-Encoding': 'gzip' };
  const files = { 'pack.yaml': 'pack: shop\ntitle: 小店\nversion: 1.0.0\n' };
  const begin = { title: '改个词', files };
  const status = { release: 1, rules: [[0, 3, 1, 1, 0]] };
  /** @type {Cost[]} */
  const costs = [];
  /**
   * @param {string} route
   * @param {number} times
   * @param {() => Promise<{ bytes: number }>} once
   */
  const row = async (route, times, once) => {
    costs.push({ route, ...(await client.cost(times, once)) });
  };
  /** @param {string} method @param {string} path @param {object} [body] */
  const admin = (method, path, body) => () => client.ask(method, shop + path, bearer, body);

  await row('an address that is nowhere', 200, () => client.ask('GET', '/v1'));
  await row('`GET root/{n}`', 200, () => client.ask('GET', '/v1/root/1', gzip));
  await row('`GET head`', 200, () => client.ask('GET', '/v1/t/bench/head'));
  const known = { 'If-None-Match': etag };
  await row('`GET head`, unchanged', 200, () => client.ask('GET', '/v1/t/bench/head', known));
  await row('`GET o/{sha256}`, a release', 200, () => client.ask('GET', release, gzip));
  const packPath = `/v1/t/bench/o/${pack.sha256}`;
  await row('`GET o/{sha256}`, the default pack', 50, () => client.ask('GET', packPath, gzip));
  await row('`POST status`', 200, () => client.ask('POST', '/v1/t/bench/status', {}, status));
  await row('`GET healthz`', 200, () => client.ask('GET', '/healthz'));
  await row('`GET admin/me`', 200, () => client.ask('GET', '/v1/admin/me', bearer));
  for (const path of ['members', 'tokens', 'drafts', 'releases', 'rollout', 'stats', 'health']) {
    await row(`\`GET admin/…/${path}\``, 200, admin('GET', `/${path}`));
  }
  await row('`PUT admin/…/killed/{rule}`', 100, async () => {
    await admin('DELETE', '/killed/shop.word')();
    return admin('PUT', '/killed/shop.word')(); // two writes, each a new head and a hint
  });
  await row('`GET admin/…/audit`, 100 entries', 100, admin('GET', '/audit'));
  await row('`GET admin/…/audit/verify`', 50, admin('GET', '/audit/verify'));
  await row('`POST admin/…/drafts`', 100, admin('POST', '/drafts', begin));
  await row('`POST admin/…/compile`', 3, admin('POST', '/compile', { files }));
  await row('`POST admin/…/submit`', 3, async () => {
    const { json: draft } = await admin('POST', '/drafts', begin)();
    const submit = `${shop}/drafts/${draft.id}/submit`;
    return client.ask('POST', submit, { ...bearer, 'If-Match': '"1"' });
  });
  return costs;
}

/**
 * Adds a shop of one person with a first release; gives its token.
 * @param {string} url
 * @param {string} keys
 */
function addShop(url, keys) {
  const env = { ...process.env, HUASHU_SETUP_TOKEN: setupToken };
  const added = execFileSync(huashu, ['tenant', 'add', 'bench', '--solo', '--server', url], {
    env,
  });
  const token = added.toString().trim().split('\n').at(-1)?.trim() ?? '';
  const publish = ['pack', 'publish', '--server', url, '--tenant', 'bench', '--keys', keys];
  execFileSync(huashu, [...publish, '--token', token]);
  return token;
}

/** Asks, and reads what workerd's process has used. */
class Client {
  /**
   * @param {string} url
   * @param {Agent} agent
   */
  constructor(url, agent) {
    this.url = url;
    this.agent = agent;
    this.workerd = childNamed('workerd');
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Record<string, string>} [headers]
   * @param {object} [body]
   * @returns {Promise<{ bytes: number, headers: import('node:http').IncomingHttpHeaders, json: any }>}
   */
  ask(method, path, headers = {}, body) {
    const sent = body && JSON.stringify(body);
    const type = sent && { 'Content-Type': 'application/json' };
    return new Promise((resolve, reject) => {
      const asking = request(this.url + path, {
        method,
        agent: this.agent,
        headers: { ...type, ...headers },
      });
      asking.on('error', reject).on('response', (answer) => {
        /** @type {Buffer[]} */
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => {
          const all = Buffer.concat(chunks);
          if ((answer.statusCode ?? 500) >= 500) reject(new Error(`${method} ${path}: ${all}`));
          const get = () => JSON.parse(all.toString());
          resolve(
            Object.defineProperty(
              { bytes: all.length, headers: answer.headers, json: null },
              'json',
              { get },
            ),
          );
        });
      });
      asking.end(sent);
    });
  }

  /**
   * @param {number} times
   * @param {() => Promise<{ bytes: number }>} once
   */
  async cost(times, once) {
    const { bytes } = await once();
    for (let i = 0; i < Math.min(times, 100); i++) await once(); // V8 needs a while to compile
    const cpu = [];
    const took = [];
    for (let i = 0; i < times; i++) {
      const before = cpuOf(this.workerd);
      const began = performance.now();
      await once();
      took.push(performance.now() - began);
      cpu.push(cpuOf(this.workerd) - before);
    }
    return { cpu: median(cpu), median: median(took), bytes };
  }
}

/** @param {number[]} numbers */
function median(numbers) {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/**
 * The process that this one has started under a name.
 * @param {string} name
 */
function childNamed(name) {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
    .trim()
    .split(' ');
  const found = children.find((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === name);
  if (!found) throw new Error(`no ${name} among the processes started here`);
  return found;
}

/**
 * CPU time that a process's first thread has used, in milliseconds: the one that
 * answers. Others compile and collect garbage meanwhile.
 * @param {string} pid
 */
function cpuOf(pid) {
  const [nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.chdir(root);
  execFileSync('node', ['scripts/build.mjs', 'huashu', 'worker'], { stdio: 'inherit' });
  const costs = await measureWorker();
  console.log('\n| route | CPU ms | median ms | bytes |\n| --- | ---: | ---: | ---: |');
  for (const { route, cpu, median, bytes } of costs) {
    const ms = (/** @type {number} */ value) => value.toFixed(value < 10 ? 2 : 0);
    console.log(`| ${route} | ${ms(cpu)} | ${ms(median)} | ${bytes} |`);
  }
}
