/**
 * Listens for hints that the server has a newer head. Lives in the engine's
 * document, which outlives the service worker, and in none of the pages.
 */
import * as v from 'valibot';

const hint = v.object({
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  jitter: v.pipe(v.number(), v.minValue(0), v.maxValue(60_000)),
});
export type Hint = v.InferOutput<typeof hint>;

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
/** How long a WebSocket may be silent before it is asked whether anyone is there. */
const SILENCE = 50_000;

/** What a line tells: that it stands, what came, that it is lost. */
export interface Line {
  opened(): void;
  came(data: unknown): void;
  lost(): void;
}

/** Opens a line to the address of a server's event stream; gives what closes it. */
export type Way = (url: string, line: Line) => () => void;

/** Server-sent events: the plainest way. */
const byEvents: Way = (url, line) => {
  const stream = new EventSource(url);
  stream.addEventListener('open', () => line.opened());
  stream.addEventListener('hint', ({ data }) => line.came(data));
  // The browser would reconnect by itself, but all clients in the same rhythm.
  stream.addEventListener('error', () => line.lost());
  return () => stream.close();
};

/** A WebSocket, for servers and proxies that hold no stream open. */
const bySocket: Way = (url, line) => {
  const socket = new WebSocket(url.replace(/^http/, 'ws').replace(/events$/, 'ws'));
  let silent = false;
  const pulse = setInterval(() => {
    if (silent) line.lost();
    else if (socket.readyState === WebSocket.OPEN) socket.send('ping');
    silent = true;
  }, SILENCE);
  socket.addEventListener('open', () => line.opened());
  socket.addEventListener('message', ({ data }) => {
    silent = false;
    if (data !== 'pong') line.came(data);
  });
  socket.addEventListener('close', () => line.lost());
  return () => {
    clearInterval(pulse);
    socket.close();
  };
};

export class HintListener {
  private url = '';
  private failures = 0;
  /** Which of the ways is taken. */
  private way = 0;
  private close: () => void = () => {};
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly onhint: (hint: Hint) => void,
    private readonly ways: readonly Way[] = [byEvents, bySocket],
  ) {}

  /** Listens there from now on; an empty address: nowhere. */
  listen(url: string): void {
    if (url === this.url) return;
    this.url = url;
    this.failures = 0;
    this.way = 0;
    this.connect();
  }

  private connect(): void {
    clearTimeout(this.timer);
    this.close();
    this.close = () => {};
    const way = this.ways[this.way % this.ways.length];
    if (!this.url || !way) return;
    let stood = false;
    let over = false;
    const close = way(this.url, {
      opened: () => {
        stood = true;
        this.failures = 0;
      },
      came: (data) => {
        const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), hint), data);
        if (parsed.success) this.onhint(parsed.output);
      },
      lost: () => {
        if (over) return;
        this.close();
        // What never stood may not be possible here: the other way is tried next.
        if (!stood) this.way++;
        this.reconnect();
      },
    });
    this.close = () => {
      over = true;
      close();
    };
  }

  private reconnect(): void {
    const pause = Math.min(FIRST_PAUSE * 2 ** Math.min(this.failures++, 16), LONGEST_PAUSE);
    this.timer = setTimeout(() => this.connect(), pause * (0.5 + Math.random()));
  }
}
