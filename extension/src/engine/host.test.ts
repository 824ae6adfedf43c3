import { createEngine, EngineError } from '@huashu/wasm';
import type { Engine, Finding, PackInfo } from '@huashu/wasm/types';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Settings } from '../protocol/engine';
import { EngineHost } from './host';

vi.mock('@huashu/wasm', async (original) => ({
  ...(await original<typeof import('@huashu/wasm')>()),
  createEngine: vi.fn(),
}));

const module = {} as WebAssembly.Module;
const packNamed = (name: string) => new TextEncoder().encode(name);

const settings: Settings = { context: { role: 'agent' }, off: [], front: {} };

/** An engine whose pack is its name: 'bad…' cannot be loaded, examples of 'failing…' fail. */
function engine(trapOn: string): Engine {
  let name = '';
  const fake: Partial<Engine> = {
    load(bytes) {
      name = new TextDecoder().decode(bytes);
      if (name.startsWith('bad')) throw new Error(`${name}: not a pack`);
      return { name } as PackInfo;
    },
    configure: vi.fn(),
    setShop: vi.fn(),
    check(text) {
      if (text === trapOn) throw new EngineError('unreachable');
      return [{ rule: name, text } as Finding];
    },
    selfTest: () => ({ run: 1, failures: name.startsWith('failing') ? ['address.yaml: 你'] : [] }),
    memory: () => 1,
  };
  return fake as Engine;
}

describe('EngineHost', () => {
  let made: Engine[];
  /** The text that fells the engine numbered so. */
  let traps: string[];

  beforeEach(() => {
    made = [];
    traps = [];
    vi.mocked(createEngine).mockImplementation(async () => {
      const one = engine(traps[made.length] ?? '');
      made.push(one);
      return one;
    });
  });

  const rules = async (host: EngineHost, text: string) =>
    (await host.use((e) => e.check(text), settings)).map(({ rule }) => rule);

  it('replaces an instance that has trapped and repeats the work with the same pack', async () => {
    traps = ['崩'];
    const host = await EngineHost.start(module, packNamed('base'));
    expect(await rules(host, '崩')).toEqual(['base']);
    expect(made).toHaveLength(2);
    expect(host.status()).toMatchObject({ restarts: 1, lastFailure: 'unreachable' });
  });

  it('says so when the text fells a fresh instance too, and works on', async () => {
    traps = ['崩', '崩'];
    const host = await EngineHost.start(module, packNamed('base'));
    await expect(host.use((e) => e.check('崩'), settings)).rejects.toThrow('unreachable');
    expect(await rules(host, '你')).toEqual(['base']);
  });

  it('configures once as long as nothing changes', async () => {
    const host = await EngineHost.start(module, packNamed('base'));
    const other = { ...settings, off: ['address.nin'] };
    for (const now of [settings, settings, other]) await host.use((e) => e.check('你'), now);
    expect(made[0]?.configure).toHaveBeenCalledTimes(2);
  });

  it('adopts a good pack and tells of it', async () => {
    const host = await EngineHost.start(module, packNamed('base'));
    const told: string[] = [];
    host.onpack = ({ name }) => told.push(name);
    expect(await host.adopt(packNamed('shop'))).toMatchObject({ ok: true });
    expect(told).toEqual(['shop']);
    expect(await rules(host, '你')).toEqual(['shop']);
  });

  it.each([
    ['bad shop', 'bad shop: not a pack'],
    ['failing shop', '1 example(s) fail: address.yaml: 你'],
  ])('refuses %s and keeps the one in use', async (name, reason) => {
    const host = await EngineHost.start(module, packNamed('base'));
    expect(await host.adopt(packNamed(name))).toEqual({ ok: false, reason });
    expect(await rules(host, '你')).toEqual(['base']);
  });
});
