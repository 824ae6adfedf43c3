import type { ChatEvent, PracticeStep, Scenario } from '@huashu/wasm/types';
import { expect, test } from 'vitest';
import { Play } from './play';

const scenario: Scenario = { id: 's', title: '', about: '', for: [], level: 1, turns: [] };

const LIMITS = { golden: 6, first: 15, reply: 20, platform: 180, hours: { from: 0, to: 0 } };

/** A buyer who opens with two lines and has one more after the answer. */
function buyer(events: readonly ChatEvent[]): PracticeStep {
  const said = events.map(({ role, text }) => `${role}: ${text}`);
  const lines = ['在吗', '能便宜点不'].filter((line) => !said.includes(`buyer: ${line}`));
  const answered = events.some(({ role }) => role === 'agent');
  const over = said.includes('buyer: 好吧');
  return {
    say: answered ? (over ? [] : ['好吧']) : lines,
    done: over,
    review: { score: 0, turns: [] },
    limits: LIMITS,
  };
}

function play(pause: (ms: number) => Promise<void> = async () => {}) {
  const life = new AbortController();
  let clock = 0;
  const it = new Play(
    scenario,
    {
      practise: async (_id, events) => buyer(events),
      now: () => ++clock,
      pause,
      onchange: () => {},
    },
    life.signal,
  );
  const said = () => it.events.map(({ role, text }) => `${role}: ${text}`);
  return { it, said, life };
}

test('the buyer opens, waits, and goes on after the answer', async () => {
  const { it, said } = play();
  await it.start();
  expect(said()).toEqual(['buyer: 在吗', 'buyer: 能便宜点不']);
  expect(it.waitingSince).toBe(1);
  await it.send('理解您');
  expect(said().slice(2)).toEqual(['agent: 理解您', 'buyer: 好吧']);
});

test('an empty answer is none', async () => {
  const { it, said } = play();
  await it.start();
  await it.send('  ');
  expect(said()).toHaveLength(2);
});

test('a buyer who is typing reads what was said meanwhile first', async () => {
  let release = () => {};
  let typing = 0;
  const { it, said } = play((ms) => {
    typing = ms;
    return new Promise((resolve) => {
      release = resolve;
    });
  });
  const opening = it.start();
  await Promise.resolve();
  expect(typing).toBeGreaterThan(0);
  const first = it.send('您好');
  release();
  await opening;
  expect(said()).toEqual(['agent: 您好']);
  await Promise.resolve();
  release();
  await first;
  expect(said()).toEqual(['agent: 您好', 'buyer: 好吧']);
});

test('an end before the end is reviewed as it stands', async () => {
  let release = () => {};
  const { it, said } = play(() => new Promise((resolve) => (release = resolve)));
  const opening = it.start();
  await Promise.resolve();
  expect(it.typing).toBe(true);
  expect((await it.end()).done).toBe(false);
  release();
  await opening;
  expect(said()).toEqual([]);
});

test('leaving ends it', async () => {
  const { it, said, life } = play();
  life.abort();
  await it.start();
  expect(said()).toEqual([]);
});
