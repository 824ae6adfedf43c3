import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Hint, HintListener, type Line, type Way } from './hints';

/** A line whose fate the test decides. */
interface FakeLine extends Line {
  by: string;
  url: string;
  closed: boolean;
}

let lines: FakeLine[];
let hints: Hint[];
let listener: HintListener;

const way =
  (by: string): Way =>
  (url, line) => {
    const fake = { ...line, by, url, closed: false };
    lines.push(fake);
    return () => {
      fake.closed = true;
    };
  };
const last = () => lines.at(-1) as FakeLine;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  lines = [];
  hints = [];
  listener = new HintListener((hint) => hints.push(hint), [way('events'), way('socket')]);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('hints are passed on; whatever else comes is not', () => {
  listener.listen('https://a/events');
  last().came('{"version":17,"jitter":200,"text":"ignored"}');
  for (const bad of [
    '',
    'hello',
    '{}',
    '{"version":"17","jitter":0}',
    '{"version":1,"jitter":1e9}',
    {},
  ]) {
    last().came(bad);
  }
  expect(hints).toEqual([{ version: 17, jitter: 200 }]);
});

test('a broken line is taken up again after a growing pause', () => {
  listener.listen('https://a/events');
  for (const pause of [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
    const broken = last();
    broken.lost();
    expect(broken.closed).toBe(true);
    vi.advanceTimersByTime(pause - 1);
    expect(last()).toBe(broken);
    vi.advanceTimersByTime(1);
    expect(last()).not.toBe(broken);
  }
  const works = last();
  works.opened(); // the pause is short again
  works.lost();
  vi.advanceTimersByTime(1000);
  expect(last()).not.toBe(works);
});

test('the other way is tried where one cannot be had, and the one that worked is kept', () => {
  listener.listen('https://a/events');
  const stand = [false, false, false, true, true];
  for (const stands of stand) {
    if (stands) last().opened();
    last().lost();
    vi.runAllTimers();
  }
  expect(lines.map(({ by }) => by)).toEqual([
    'events',
    'socket',
    'events',
    'socket',
    'socket',
    'socket',
  ]);
});

test('another address takes the place of the first, none ends it', () => {
  listener.listen('https://a/events');
  listener.listen('https://a/events');
  expect(lines.length).toBe(1);
  listener.listen('https://b/events');
  expect(lines.map((line) => [line.url, line.closed])).toEqual([
    ['https://a/events', true],
    ['https://b/events', false],
  ]);
  lines[0]?.lost(); // which is over
  listener.listen('');
  last().lost();
  vi.runAllTimers();
  expect(lines.length).toBe(2);
  expect(last().closed).toBe(true);
});

test('a WebSocket that falls silent is given up', async () => {
  const sockets: FakeSocket[] = [];
  class FakeSocket extends EventTarget {
    static readonly OPEN = 1;
    readonly readyState = 1;
    sent: string[] = [];
    closed = false;
    constructor(readonly url: string) {
      super();
      sockets.push(this);
    }
    send(text: string): void {
      this.sent.push(text);
    }
    close(): void {
      this.closed = true;
    }
  }
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal(
    'EventSource',
    class extends EventTarget {
      constructor() {
        super();
        queueMicrotask(() => this.dispatchEvent(new Event('error')));
      }
      close(): void {}
    },
  );
  new HintListener((hint) => hints.push(hint)).listen('https://a/v1/t/shop/events');
  await vi.advanceTimersByTimeAsync(1000);
  const [socket] = sockets;
  expect(socket?.url).toBe('wss://a/v1/t/shop/ws');
  socket?.dispatchEvent(new Event('open'));
  socket?.dispatchEvent(new MessageEvent('message', { data: '{"version":3,"jitter":0}' }));
  expect(hints).toEqual([{ version: 3, jitter: 0 }]);
  await vi.advanceTimersByTimeAsync(50_000);
  expect(socket?.sent).toEqual(['ping']);
  socket?.dispatchEvent(new MessageEvent('message', { data: 'pong' }));
  await vi.advanceTimersByTimeAsync(50_000);
  expect(socket?.sent).toEqual(['ping', 'ping']);
  await vi.advanceTimersByTimeAsync(50_000); // no pong
  expect(socket?.closed).toBe(true);
  await vi.advanceTimersByTimeAsync(1000);
  expect(sockets.length).toBe(2);
});
