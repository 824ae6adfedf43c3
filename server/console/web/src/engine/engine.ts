/** Engines in workers, as the pages use them. The module is fetched and compiled once. */

import moduleUrl from '../../../../../wasm/dist/author.wasm?url';
import packUrl from '../../../../../wasm/dist/default.hspack?url';
import type { Answer, Ask, Bench, Method } from './protocol';

export type { Hit } from './protocol';

type Remote<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<R> : never;
};

/** An engine that answers later. */
export type Engine = Remote<Pick<Bench, Method>> & { stop(): void };

let parts: Promise<{ module: WebAssembly.Module; pack: ArrayBuffer }> | undefined;

function fetched() {
  parts ??= Promise.all([
    WebAssembly.compileStreaming(fetch(moduleUrl)),
    fetch(packUrl).then((response) => response.arrayBuffer()),
  ]).then(([module, pack]) => ({ module, pack }));
  parts.catch(() => {
    parts = undefined; // so that it is tried again
  });
  return parts;
}

/** Starts an engine with the default pack in a worker of its own. */
export async function startEngine(): Promise<Engine> {
  const { module, pack } = await fetched();
  const waiting = new Map<number, { done: (value: never) => void; fail: (error: Error) => void }>();
  let last = 0;
  let worker = spawn();

  function spawn(): Worker {
    const made = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    made.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      const asked = waiting.get(data.id);
      waiting.delete(data.id);
      if ('value' in data) {
        asked?.done(data.value as never);
        return;
      }
      asked?.fail(new Error(data.error));
      if (data.spent) begin();
    });
    made.addEventListener('error', (event) => {
      for (const { fail } of waiting.values()) fail(new Error(event.message));
      waiting.clear();
    });
    const ask: Ask = { module, pack };
    made.postMessage(ask);
    return made;
  }

  /** An engine that trapped is of no more use: a new one takes its place, with the default pack. */
  function begin(): void {
    worker.terminate();
    for (const { fail } of waiting.values()) fail(new Error('the engine was started anew'));
    waiting.clear();
    worker = spawn();
  }

  return new Proxy({} as Engine, {
    get(_, name) {
      if (name === 'then') return undefined; // an engine is no promise
      if (name === 'stop') return () => worker.terminate();
      return (...args: unknown[]) =>
        new Promise((done, fail) => {
          const id = ++last;
          waiting.set(id, { done, fail });
          const ask: Ask = { id, method: name as Method, args };
          worker.postMessage(ask);
        });
    },
  });
}

/** An engine for one piece of work. */
export async function withEngine<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await startEngine();
  try {
    return await work(engine);
  } finally {
    engine.stop();
  }
}
