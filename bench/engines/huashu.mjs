import { readFile } from 'node:fs/promises';

/** The engine as agents run it, with the pack whose path is given. */
export async function open(/** @type {string} */ pack = 'wasm/dist/default.hspack') {
  const { createEngine } = await import('../../.build/bench/binding.mjs');
  const module = await WebAssembly.compile(await readFile('wasm/dist/huashu.wasm'));
  const engine = await createEngine(module);
  engine.load(new Uint8Array(await readFile(pack)));
  return {
    check: (/** @type {string} */ text) => engine.check(text),
    memory: () => engine.memory(),
  };
}

export const language = 'zh';
