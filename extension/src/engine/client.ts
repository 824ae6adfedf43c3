/**
 * A page's line to the engine. It connects when first needed, numbers its
 * questions, gives each a time limit, and connects anew when the other end has
 * gone or stopped answering. A lost line is taken up again after a growing
 * pause, a few times; after that the next question or `open` does it.
 */
import type { Front } from '@huashu/wasm/types';
import {
  type Answer,
  type Asked,
  type EngineRequest,
  type PagePack,
  parseReply,
  type Question,
  type Settings,
} from '../protocol/engine';
import type { Channel } from './channel';

export interface ClientOptions {
  /** Opens a channel. Rejects when no engine can be reached. */
  connect: () => Promise<Channel>;
  /** Looked at before every question, so that a change needs no reconnection. */
  settings: () => Settings;
  /** The pack in use: after every connection and after every change. */
  onpack: (pack: PagePack) => void;
  /** Milliseconds after which an unanswered question fails and the line counts as dead. */
  timeout?: number;
  signal: AbortSignal;
}

interface Pending {
  type: Question;
  resolve: (answer: Answer<never>) => void;
  reject: (error: Error) => void;
  timer: ReturnType<typeof setTimeout>;
}

const TIMEOUT = 2_000;
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 10_000;

export class EngineClient {
  private channel: Channel | null = null;
  private connecting: Promise<Channel> | null = null;
  /** What the engine was last told of the settings. */
  private opened: { wanted: string; front: Front } | null = null;
  private seq = 0;
  private readonly pending = new Map<number, Pending>();
  private pause = FIRST_PAUSE;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ClientOptions) {
    options.signal.addEventListener('abort', () => this.stop(), { once: true });
  }

  /** Whether an engine has answered on the present line. */
  connected = false;

  /** Takes up the line, so that the pack becomes known before the first check. */
  open(): void {
    this.line().then(
      (channel) => this.configure(channel),
      () => this.retryLater(),
    );
  }

  /** Asks the engine. Rejects when it cannot say. */
  async ask<Q extends Question>(type: Q, asked: Asked<Q>): Promise<Answer<Q>> {
    const channel = await this.line().catch((error: unknown) => {
      this.retryLater();
      throw error;
    });
    this.configure(channel);
    const seq = ++this.seq;
    return new Promise<Answer<Q>>((resolve, reject) => {
      const timer = setTimeout(
        () => this.lose('the engine did not answer in time'),
        this.options.timeout ?? TIMEOUT,
      );
      this.pending.set(seq, { type, resolve, reject, timer });
      this.post(channel, { type, seq, ...asked } as EngineRequest);
    });
  }

  private line(): Promise<Channel> {
    if (this.options.signal.aborted) return Promise.reject(new Error('stopped'));
    if (this.channel) return Promise.resolve(this.channel);
    this.connecting ??= this.options
      .connect()
      .then((channel) => {
        if (this.options.signal.aborted) {
          channel.close();
          throw new Error('stopped');
        }
        channel.onmessage = (message) => this.receive(message);
        channel.onclose = () => this.lose('the engine is gone');
        this.channel = channel;
        this.opened = null;
        return channel;
      })
      .finally(() => {
        this.connecting = null;
      });
    return this.connecting;
  }

  /** Says what the answers depend on, when that has changed. */
  private configure(channel: Channel): void {
    const { context, off, front } = this.options.settings();
    const wanted = JSON.stringify([context, off]);
    // A shop's goods are too many to compare at every key.
    if (wanted === this.opened?.wanted && front === this.opened.front) return;
    this.opened = { wanted, front };
    this.post(channel, { type: 'open', context, off, front });
  }

  private post(channel: Channel, request: EngineRequest): void {
    try {
      channel.post(request);
    } catch {
      this.lose('the engine cannot be reached');
    }
  }

  private receive(message: unknown): void {
    const reply = parseReply(message);
    if (!reply) return;
    this.connected = true;
    this.pause = FIRST_PAUSE;
    if (reply.type === 'pack') {
      this.options.onpack(reply.pack);
      return;
    }
    const waiting = this.pending.get(reply.seq);
    if (!waiting) return;
    this.pending.delete(reply.seq);
    clearTimeout(waiting.timer);
    if (reply.type === 'failed') waiting.reject(new Error(reply.reason));
    else if (reply.type === waiting.type) waiting.resolve(reply.answer as Answer<never>);
    else waiting.reject(new Error(`asked ${waiting.type}, was told ${reply.type}`));
  }

  private lose(reason: string): void {
    const channel = this.channel;
    this.drop(reason);
    channel?.close();
    this.retryLater();
  }

  private drop(reason: string): void {
    this.channel = null;
    this.connected = false;
    for (const { reject, timer } of this.pending.values()) {
      clearTimeout(timer);
      reject(new Error(reason));
    }
    this.pending.clear();
  }

  private retryLater(): void {
    clearTimeout(this.retry);
    if (this.options.signal.aborted || this.pause > LONGEST_PAUSE) return;
    this.retry = setTimeout(() => {
      if (!this.channel) this.open();
    }, this.pause);
    this.pause *= 2;
  }

  private stop(): void {
    clearTimeout(this.retry);
    const channel = this.channel;
    this.drop('stopped');
    channel?.close();
  }
}
