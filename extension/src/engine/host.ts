/**
 * Keeps one engine alive. A trap or a panic spends an instance: the host puts
 * a fresh one from the kept module in its place, loads the same pack again and
 * repeats the work once. Loading a new pack happens in an instance of its
 * own, so that a bad pack never touches the one that works.
 */
import { createEngine, EngineError } from '@huashu/wasm';
import type { Engine } from '@huashu/wasm/types';
import type { EngineStatus, NamedPack, Trial } from '../protocol/control';
import type { Settings } from '../protocol/engine';

interface Loaded {
  engine: Engine;
  bytes: Uint8Array;
  info: NamedPack;
  /** The settings it works under. */
  settings: Settings | null;
}

export class EngineHost {
  /** Called after another pack has taken the place of the one in use. */
  onpack: (pack: NamedPack) => void = () => {};

  private restarts = 0;
  private lastFailure = '';

  private constructor(
    private readonly module: WebAssembly.Module,
    private current: Loaded,
  ) {}

  /** Starts with a pack. Rejects when the module or the pack cannot be used. */
  static async start(module: WebAssembly.Module, pack: Uint8Array): Promise<EngineHost> {
    return new EngineHost(module, await load(module, pack));
  }

  get pack(): NamedPack {
    return this.current.info;
  }

  status(): EngineStatus {
    return {
      pack: this.current.info,
      memory: this.current.engine.memory(),
      restarts: this.restarts,
      lastFailure: this.lastFailure,
    };
  }

  /** Has the engine do something. Rejects when that fells a fresh instance, too. */
  async use<T>(work: (engine: Engine) => T, settings: Settings): Promise<T> {
    try {
      return this.run(work, settings);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      await this.replace(error);
      return this.run(work, settings);
    }
  }

  /** Loads a pack aside and runs its examples. Changes nothing. */
  async try(pack: Uint8Array): Promise<Trial> {
    return (await this.load(pack)).trial;
  }

  /** Loads a pack aside, runs its examples and, when all is well, puts it to use. */
  async adopt(pack: Uint8Array): Promise<Trial> {
    const { trial, loaded } = await this.load(pack);
    if (trial.ok && loaded) {
      this.current = loaded;
      this.onpack(loaded.info);
    }
    return trial;
  }

  /** Makes a pack of another one and a delta, in an instance that goes afterwards with its memory. */
  async rebuild(base: Uint8Array, delta: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    return (await createEngine(this.module)).rebuild(base, delta);
  }

  private run<T>(work: (engine: Engine) => T, settings: Settings): T {
    const { engine } = this.current;
    // Pages take turns: each has its own settings, which are the same object until they change.
    if (this.current.settings !== settings) {
      engine.configure(settings.context, settings.off);
      engine.setShop(settings.front);
      this.current.settings = settings;
    }
    return work(engine);
  }

  private async replace(cause: EngineError): Promise<void> {
    this.restarts++;
    this.lastFailure = cause.message;
    this.current = await load(this.module, this.current.bytes);
  }

  private async load(pack: Uint8Array): Promise<{ trial: Trial; loaded?: Loaded }> {
    try {
      const loaded = await load(this.module, pack);
      const selfTest = loaded.engine.selfTest();
      if (selfTest.failures.length === 0) {
        return { trial: { ok: true, pack: loaded.info, selfTest }, loaded };
      }
      return this.refuse(`${selfTest.failures.length} example(s) fail: ${selfTest.failures[0]}`);
    } catch (error) {
      return this.refuse(error instanceof Error ? error.message : String(error));
    }
  }

  private refuse(reason: string): { trial: Trial } {
    this.lastFailure = reason;
    return { trial: { ok: false, reason } };
  }
}

async function load(module: WebAssembly.Module, bytes: Uint8Array): Promise<Loaded> {
  const engine = await createEngine(module);
  const info = { ...engine.load(bytes), sha256: await sha256(bytes) };
  return { engine, bytes, info, settings: null };
}

/** The browser hashes in a millisecond what the module would take a tenth of a second for. */
async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
