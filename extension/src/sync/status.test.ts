import { beforeEach, expect, test } from 'vitest';
import { type Day, emptyDay, type RuleCounts } from '../settings/counters';
import { StatusReporter, type StatusState } from './status';

let state: StatusState | undefined;
let days: Day[];
let shared: boolean;
let rules: string[];
let sent: { url: string; key: string; status: StatusState['outbox'][number]['status'] }[];
let answer: () => Response;
let now: Date;
let alarms: number[];
let keys: number;

/** A reporter as a worker has it that was started anew. */
const reporter = () =>
  new StatusReporter({
    load: async () => structuredClone(state),
    save: async (next) => {
      state = structuredClone(next);
    },
    enrolment: async () => ({
      server: 'https://rules.example.cn',
      tenant: 'shop',
      root: 1,
      fingerprint: '',
    }),
    shared: async () => shared,
    counters: async () => structuredClone(days),
    rules: async () => rules,
    fetch: async (url, { headers, body }) => {
      const key = new Headers(headers).get('Idempotency-Key') ?? '';
      sent.push({ url, key, status: JSON.parse(String(body)) });
      return answer();
    },
    now: () => now.getTime(),
    random: () => 0.5,
    newKey: () => `key ${++keys}`,
    wakeAfter: async (ms) => void alarms.push(ms),
  });

/** Counts as the pages do. */
function counted(rule: string, more: Partial<RuleCounts>, day = '2026-11-22'): void {
  let at = days.find((d) => d.day === day);
  if (!at) {
    at = emptyDay(day);
    days.push(at);
  }
  const counts = at.rules[rule] ?? { hits: 0, accepted: 0, dismissed: 0, alarms: 0 };
  for (const what of Object.keys(more) as (keyof RuleCounts)[]) counts[what] += more[what] ?? 0;
  at.rules[rule] = counts;
}

const statuses = () => sent.map(({ status }) => status);

beforeEach(() => {
  state = undefined;
  days = [];
  shared = true;
  rules = ['a.first', 'b.second', 'c.third'];
  sent = [];
  alarms = [];
  keys = 0;
  answer = () => new Response(null, { status: 204 });
  now = new Date('2026-11-22T08:00:00Z');
});

test('what came since the last report is told, by the numbers of the rules', async () => {
  counted('a.first', { hits: 7 }); // before there was a shop to tell
  await reporter().released(3);
  await reporter().released(3); // as after every synchronisation
  counted('a.first', { hits: 2, accepted: 1 });
  counted('c.third', { hits: 1, alarms: 1 });
  counted('a.first', { hits: 1 }, '2026-11-23'); // after midnight, where the agent is
  counted('z.unknown', { hits: 5 });
  await reporter().tell();
  counted('a.first', { hits: 4, dismissed: 1 });
  await reporter().tell();
  await reporter().tell(); // nothing new
  expect(statuses()).toEqual([
    {
      release: 3,
      joined: true,
      left: 0,
      failed: [],
      rules: [
        [0, 3, 1, 0, 0],
        [2, 1, 0, 0, 1],
      ],
    },
    { release: 3, joined: false, left: 0, failed: [], rules: [[0, 4, 0, 1, 0]] },
  ]);
  expect(sent[0]?.url).toBe('https://rules.example.cn/v1/t/shop/status');
  expect(alarms).toEqual([30_000, 900_000, 900_000, 900_000]);
});

test('a report that was not acknowledged is sent again under its key, by another worker', async () => {
  await reporter().released(3);
  counted('a.first', { hits: 2 });
  for (const broken of [500, 429, 0]) {
    answer = () => {
      if (broken === 0) throw new TypeError('Failed to fetch');
      return new Response(null, { status: broken });
    };
    await reporter().tell();
    counted('a.first', { hits: 1 });
  }
  answer = () => new Response(null, { status: 204 });
  await reporter().tell();
  expect(sent.map(({ key, status }) => [key, status.rules])).toEqual([
    ['key 1', [[0, 2, 0, 0, 0]]],
    ['key 1', [[0, 2, 0, 0, 0]]],
    ['key 1', [[0, 2, 0, 0, 0]]],
    ['key 1', [[0, 2, 0, 0, 0]]],
    ['key 2', [[0, 3, 0, 0, 0]]],
  ]);
  expect(state?.outbox).toEqual([]);
});

test('a report that the server refuses for good is not sent again', async () => {
  await reporter().released(3);
  answer = () => new Response(null, { status: 422 });
  await reporter().tell();
  await reporter().tell();
  expect(sent.length).toBe(1);
});

test('counts belong to the release they were made under', async () => {
  await reporter().released(3);
  counted('b.second', { hits: 2 });
  rules = ['b.second'];
  await reporter().released(4);
  counted('b.second', { hits: 1 });
  await reporter().tell();
  expect(
    statuses().map(({ release, joined, left, rules }) => [release, joined, left, rules]),
  ).toEqual([
    [3, true, 0, [[1, 2, 0, 0, 0]]],
    [4, true, 3, [[0, 1, 0, 0, 0]]],
  ]);
});

test('a browser is counted once a day and release', async () => {
  await reporter().released(3);
  await reporter().tell();
  now = new Date('2026-11-23T08:00:00Z');
  await reporter().tell();
  await reporter().tell();
  expect(statuses().map(({ joined, left }) => [joined, left])).toEqual([
    [true, 0],
    [true, 0],
  ]);
});

test('releases that could not be put to use are told', async () => {
  await reporter().released(3);
  await reporter().unusable(4);
  await reporter().unusable(4);
  await reporter().tell();
  expect(statuses()[0]?.failed).toEqual([[4, 2]]);
  await reporter().tell();
  expect(sent.length).toBe(1);
});

test('nothing is told, then or later, of what was counted while nothing was to be told', async () => {
  await reporter().released(3);
  await reporter().tell();
  shared = false;
  counted('a.first', { hits: 9 });
  await reporter().unusable(4);
  await reporter().tell();
  shared = true;
  counted('a.first', { hits: 1 });
  await reporter().tell();
  expect(statuses().slice(1)).toEqual([
    { release: 3, joined: false, left: 0, failed: [], rules: [[0, 1, 0, 0, 0]] },
  ]);
});

test('who leaves a shop tells it nothing more, nor the next shop of this one', async () => {
  await reporter().released(3);
  counted('a.first', { hits: 2 });
  await reporter().released(0);
  await reporter().tell();
  expect(sent).toEqual([]);
  await reporter().released(1);
  await reporter().tell();
  expect(statuses()).toEqual([{ release: 1, joined: true, left: 0, failed: [], rules: [] }]);
});

test('counters that were cleared are no negative ones', async () => {
  await reporter().released(3);
  counted('a.first', { hits: 5 });
  await reporter().tell();
  days = [];
  counted('a.first', { hits: 2 });
  await reporter().tell();
  expect(sent.length).toBe(1);
});
