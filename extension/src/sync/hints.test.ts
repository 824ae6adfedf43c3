import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Hint, HintListener, type Stream } from './hints';

/** A stream whose events the test makes. */
class FakeStream implements Stream {
  closed = false;
  private readonly listeners = new Map<string, (event: MessageEvent) => void>();
  constructor(readonly url: string) {}
  addEventListener(type: string, listener: (event: MessageEvent) => void): void {
    this.listeners.set(type, listener);
  }
  close(): void {
    this.closed = true;
  }
  say(type: string, data = ''): void {
    this.listeners.get(type)?.(new MessageEvent(type, { data }));
  }
}

let streams: FakeStream[];
let hints: Hint[];
let listener: HintListener;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  streams = [];
  hints = [];
  listener = new HintListener(
    (hint) => hints.push(hint),
    (url) => {
      const stream = new FakeStream(url);
      streams.push(stream);
      return stream;
    },
  );
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('hints are passed on; whatever else comes is not', () => {
  listener.listen('https://a/events');
  const [stream] = streams;
  stream?.say('hint', '{"version":17,"jitter":200,"text":"ignored"}');
  for (const bad of [
    '',
    'hello',
    '{}',
    '{"version":"17","jitter":0}',
    '{"version":1,"jitter":1e9}',
  ]) {
    stream?.say('hint', bad);
  }
  expect(hints).toEqual([{ version: 17, jitter: 200 }]);
});

test('a broken line is taken up again after a growing pause', () => {
  listener.listen('https://a/events');
  for (const pause of [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
    const broken = streams.at(-1);
    broken?.say('error');
    expect(broken?.closed).toBe(true);
    const before = streams.length;
    vi.advanceTimersByTime(pause - 1);
    expect(streams.length).toBe(before);
    vi.advanceTimersByTime(1);
    expect(streams.length).toBe(before + 1);
  }
  streams.at(-1)?.say('open'); // now it works: the pause is short again
  streams.at(-1)?.say('error');
  const before = streams.length;
  vi.advanceTimersByTime(1000);
  expect(streams.length).toBe(before + 1);
});

test('another address takes the place of the first, none ends it', () => {
  listener.listen('https://a/events');
  listener.listen('https://a/events');
  expect(streams.length).toBe(1);
  listener.listen('https://b/events');
  expect(streams.map((s) => [s.url, s.closed])).toEqual([
    ['https://a/events', true],
    ['https://b/events', false],
  ]);
  listener.listen('');
  streams[1]?.say('error');
  vi.runAllTimers();
  expect(streams.length).toBe(2);
  expect(streams[1]?.closed).toBe(true);
});
