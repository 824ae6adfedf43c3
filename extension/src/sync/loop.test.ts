import { beforeEach, expect, test } from 'vitest';
import file from '../../../server/testdata/scenarios.json' with { type: 'json' };
import type { Adoption } from './follow';
import { SyncLoop } from './loop';
import { NO_SYNC, type SyncState } from './state';

/** The server of the first scenario: release 1, then (in its third step) release 2. */
const story = file.scenarios[0];
const bodies: Record<string, string> = file.bodies;
const LINK = `https://rules.example.cn/enroll#tenant=shop&root=1&sha256=${story?.enrolment.fingerprint}`;
const NOW = Date.parse(story?.steps[0]?.now ?? '');

let state: SyncState;
let serve: Record<string, string>;
let asked: string[];
let alarms: number[];
let listening: string;
let engine: { pack: string; adopt: () => Adoption };
let kept: Map<string, Uint8Array<ArrayBuffer>>;
let pauses: number[];
let became: [release: number, unusable: number][];
let loop: SyncLoop;

const step = (n: number) => (story?.steps[n]?.serve ?? {}) as unknown as Record<string, string>;

beforeEach(() => {
  state = NO_SYNC;
  serve = step(0);
  asked = [];
  alarms = [];
  pauses = [];
  became = [];
  listening = '';
  kept = new Map();
  engine = { pack: '', adopt: () => ({ ok: true }) };
  loop = new SyncLoop({
    load: async () => state,
    save: async (next) => {
      state = structuredClone(next);
    },
    fetch: async (url) => {
      asked.push(url.replace('https://rules.example.cn', ''));
      const name = serve[new URL(url).pathname];
      return name ? new Response(bodies[name]) : new Response(null, { status: 404 });
    },
    now: () => NOW,
    random: () => 0.5,
    pause: async (ms) => void pauses.push(ms),
    wakeAfter: async (ms) => void alarms.push(ms),
    listen: async (url) => {
      listening = url;
    },
    adopt: async (_, sha256) => {
      const adopted = engine.adopt();
      if (adopted.ok) engine.pack = sha256;
      return adopted;
    },
    stored: async (sha256) => kept.get(sha256),
    keep: async (pack, sha256) => void kept.set(sha256, pack),
    rebuild: () => Promise.reject(new Error('no release here has a delta')),
    packInUse: async () => engine.pack,
    became: async (release, unusable) => void became.push([release, unusable]),
    useBuiltIn: async () => {
      engine.pack = '';
    },
  });
});

test('enrolment brings the first release, listens for hints and sets the alarm', async () => {
  expect(await loop.enrol(LINK)).toBeNull();
  expect(state.trust.active?.seq).toBe(1);
  expect(state).toMatchObject({ failure: null, checkedAt: NOW, changedAt: NOW });
  expect(engine.pack).toBe(state.trust.active?.pack.sha256);
  expect(listening).toBe('https://rules.example.cn/v1/t/shop/events');
  expect(alarms).toEqual([900_000]);
});

test('a bad link changes nothing', async () => {
  await loop.enrol(LINK);
  const before = state;
  expect(await loop.enrol('http://rules.example.cn/enroll')).toBe('insecure');
  expect(state).toBe(before);
});

test('enrolment anew forgets what the other server was trusted for', async () => {
  await loop.enrol(LINK);
  const { secret } = state;
  serve = {};
  await loop.enrol(LINK.replace('rules.example.cn', 'other.example.cn'));
  expect(state.trust).toEqual(NO_SYNC.trust);
  expect(state.secret).not.toBe(secret);
  expect(engine.pack).toBe('');
  expect(state.failure).toMatchObject({ code: 'network', place: 'root' });
});

test('a hint of a newer head brings it, past caches and after a part of the jitter', async () => {
  await loop.enrol(LINK);
  serve = step(2);
  asked = [];
  await loop.hint(2, 300);
  expect(asked.slice(0, 2).sort()).toEqual(['/v1/root/2', '/v1/t/shop/head?v=2']);
  expect(pauses).toEqual([150]);
  expect(state.trust.active?.seq).toBe(2);
});

test('a pack that is here already is not fetched; one that is not as it was is', async () => {
  await loop.enrol(LINK);
  serve = step(2);
  await loop.sync();
  const { sha256 = '' } = state.trust.active?.pack ?? {};
  const object = `/v1/t/shop/o/${sha256}`;
  const pack = new TextEncoder().encode(bodies[serve[object] ?? '']);
  for (const [bytes, fetched] of [
    [pack, false],
    [pack.slice(1), true],
  ] as const) {
    kept.set(sha256, bytes);
    serve = step(0);
    await loop.enrol(LINK);
    serve = step(2);
    asked = [];
    await loop.sync();
    expect(engine.pack).toBe(sha256);
    expect(asked.includes(object)).toBe(fetched);
  }
});

test('what came of it is told: the release in use, and one that cannot be used', async () => {
  await loop.enrol(LINK);
  serve = step(2);
  engine.adopt = () => ({ ok: false, reason: 'examples of rule x fail' });
  await loop.sync();
  serve = {};
  await loop.sync();
  await loop.leave();
  expect(became).toEqual([
    [0, 0],
    [1, 0],
    [1, 2],
    [1, 0],
    [0, 0],
  ]);
});

test('a hint of what is known asks nobody', async () => {
  await loop.enrol(LINK);
  asked = [];
  await loop.hint(1, 0);
  expect(asked).toEqual([]);
});

test('a hint of what was refused leaves it to the alarm', async () => {
  await loop.enrol(LINK);
  serve = step(2);
  engine.adopt = () => ({ ok: false, reason: 'examples of rule x fail' });
  await loop.hint(2, 0);
  expect(state.failure).toMatchObject({ code: 'examples', place: 'pack', count: 1 });
  asked = [];
  await loop.hint(2, 0);
  expect(asked).toEqual([]);
  await loop.sync();
  expect(state.failure).toMatchObject({ message: 'examples of rule x fail', count: 2 });
  expect(state.trust.active?.seq).toBe(1);
  expect(alarms).toEqual([900_000, 30_000, 60_000]);
});

test('a server that was out of reach and hints again is asked at once', async () => {
  await loop.enrol(LINK);
  serve = {};
  await loop.sync();
  expect(state.failure?.code).toBe('network');
  serve = step(0);
  await loop.hint(1, 0);
  expect(state.failure).toBeNull();
});

test('what comes while a synchronisation runs is done once, afterwards', async () => {
  await loop.enrol(LINK);
  asked = [];
  await Promise.all([loop.sync(), loop.sync(7), loop.sync(8), loop.sync()]);
  expect(asked.filter((path) => path.startsWith('/v1/t/shop/head'))).toEqual([
    '/v1/t/shop/head?v=8',
  ]);
});

test('a pack that the engine has lost is fetched again', async () => {
  await loop.enrol(LINK);
  engine.pack = '';
  await loop.sync();
  expect(engine.pack).toBe(state.trust.active?.pack.sha256);
});

test('a fault of our own is told and tried again', async () => {
  await loop.enrol(LINK);
  serve = step(2);
  engine.adopt = () => {
    throw new Error('no engine');
  };
  await loop.sync();
  expect(state.failure).toMatchObject({
    code: 'internal',
    place: null,
    message: 'Error: no engine',
  });
  engine.adopt = () => ({ ok: true });
  await loop.sync();
  expect(state.failure).toBeNull();
  expect(state.trust.active?.seq).toBe(2);
});

test('leaving returns to the built-in rules and asks nobody any longer', async () => {
  await loop.enrol(LINK);
  await loop.leave();
  asked = [];
  await loop.sync();
  expect(asked).toEqual([]);
  expect(state).toEqual(NO_SYNC);
  expect(engine.pack).toBe('');
  expect(listening).toBe('');
});
