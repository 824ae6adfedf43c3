import type { Front } from '@huashu/wasm/types';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineRequest, PageFinding, PagePack } from '../protocol/engine';
import type { Channel } from './channel';
import { EngineClient } from './client';

const pack: PagePack = { name: 'base', version: '1', sha256: '', adapters: [], intents: [] };

const finding: PageFinding = {
  rule: 'address.nin',
  category: 'address.nin',
  severity: 'hint',
  start: 0,
  end: 1,
  text: '你',
  message: '换成“您”',
  why: '买家会觉得更受尊重',
  source: '店规',
  action: 'hint',
  fixes: [{ label: '您', edits: [{ start: 0, end: 1, text: '您' }] }],
};

/** An engine's end of the line: what it heard, and the means to answer or to die. */
class FakeEngine {
  lines: Channel[] = [];
  heard: EngineRequest[] = [];
  silent = false;
  up = true;

  connect = async (): Promise<Channel> => {
    if (!this.up) throw new Error('no engine');
    const line: Channel = {
      post: (message) => this.hear(line, message as EngineRequest),
      onmessage: () => {},
      onclose: () => {},
      close: () => {},
    };
    this.lines.push(line);
    return line;
  };

  die(): void {
    this.lines.at(-1)?.onclose();
  }

  private hear(line: Channel, request: EngineRequest): void {
    this.heard.push(request);
    if (this.silent) return;
    queueMicrotask(() => {
      if (request.type === 'open') line.onmessage({ type: 'pack', pack });
      else line.onmessage({ type: request.type, seq: request.seq, answer: [finding] });
    });
  }
}

describe('EngineClient', () => {
  let engine: FakeEngine;
  let life: AbortController;
  let offRules: string[];
  let front: Front;
  const packs: string[] = [];

  const client = () =>
    new EngineClient({
      connect: engine.connect,
      settings: () => ({ context: { role: 'agent' }, off: offRules, front }),
      onpack: ({ name }) => packs.push(name),
      timeout: 1_000,
      signal: life.signal,
    });

  beforeEach(() => {
    vi.useFakeTimers();
    engine = new FakeEngine();
    life = new AbortController();
    offRules = [];
    front = {};
    packs.length = 0;
  });
  afterEach(() => {
    life.abort();
    vi.useRealTimers();
  });

  it('opens the line once, then checks', async () => {
    const c = client();
    expect(await c.ask('check', { text: '你' })).toEqual([finding]);
    expect(await c.ask('check', { text: '你好' })).toEqual([finding]);
    expect(engine.heard.map((r) => r.type)).toEqual(['open', 'check', 'check']);
    expect(packs).toEqual(['base']);
    expect(c.connected).toBe(true);
  });

  it('tells the engine when the agent switches a rule off', async () => {
    const c = client();
    await c.ask('check', { text: '你' });
    offRules = ['address.nin'];
    await c.ask('check', { text: '你' });
    expect(engine.heard.filter((r) => r.type === 'open').map((r) => r.off)).toEqual([
      [],
      ['address.nin'],
    ]);
  });

  it('tells the engine of another shop, and of the same one only once', async () => {
    const c = client();
    await c.ask('check', { text: '你' });
    front = { shop: { name: '木槿家居' } };
    await c.ask('check', { text: '你' });
    await c.ask('check', { text: '你' });
    const told = engine.heard.filter((r) => r.type === 'open').map((r) => r.front);
    expect(told).toEqual([{}, { shop: { name: '木槿家居' } }]);
  });

  it('fails what was in flight when the engine dies, and connects anew', async () => {
    const c = client();
    c.open();
    await vi.advanceTimersByTimeAsync(0);
    engine.silent = true;
    const lost = expect(c.ask('check', { text: '你' })).rejects.toThrow('the engine is gone');
    await vi.advanceTimersByTimeAsync(0);
    engine.die();
    await lost;
    engine.silent = false;
    expect(await c.ask('check', { text: '你' })).toEqual([finding]);
    expect(engine.lines).toHaveLength(2);
  });

  it('gives up on an engine that does not answer in time', async () => {
    const c = client();
    engine.silent = true;
    const late = expect(c.ask('check', { text: '你' })).rejects.toThrow('did not answer in time');
    await vi.advanceTimersByTimeAsync(1_000);
    await late;
    expect(c.connected).toBe(false);
  });

  it('takes up a lost line by itself, a limited number of times', async () => {
    const c = client();
    engine.up = false;
    c.open();
    await vi.advanceTimersByTimeAsync(600);
    engine.up = true;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(c.connected).toBe(true);

    engine.up = false;
    engine.die();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ignores what is not a reply', async () => {
    const c = client();
    c.open();
    await vi.advanceTimersByTimeAsync(0);
    for (const noise of [null, 7, { type: 'toString' }, { type: 'check', seq: -1 }]) {
      engine.lines[0]?.onmessage(noise);
    }
    expect(packs).toEqual(['base']);
  });
});
