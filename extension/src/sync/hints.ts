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

/** The part of an EventSource that is used. */
export interface Stream {
  addEventListener(type: string, listener: (event: MessageEvent) => void): void;
  close(): void;
}

export class HintListener {
  private stream: Stream | null = null;
  private url = '';
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly onhint: (hint: Hint) => void,
    private readonly open: (url: string) => Stream = (url) => new EventSource(url),
  ) {}

  /** Listens there from now on; an empty address: nowhere. */
  listen(url: string): void {
    if (url === this.url) return;
    this.url = url;
    this.failures = 0;
    this.connect();
  }

  private connect(): void {
    clearTimeout(this.timer);
    this.stream?.close();
    this.stream = null;
    if (!this.url) return;
    const stream = this.open(this.url);
    this.stream = stream;
    stream.addEventListener('open', () => {
      this.failures = 0;
    });
    stream.addEventListener('hint', ({ data }) => {
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), hint), data);
      if (parsed.success) this.onhint(parsed.output);
    });
    // The browser would reconnect by itself, but all clients in the same rhythm.
    stream.addEventListener('error', () => {
      if (stream === this.stream) this.reconnect();
    });
  }

  private reconnect(): void {
    this.stream?.close();
    this.stream = null;
    const pause = Math.min(FIRST_PAUSE * 2 ** Math.min(this.failures++, 16), LONGEST_PAUSE);
    this.timer = setTimeout(() => this.connect(), pause * (0.5 + Math.random()));
  }
}
