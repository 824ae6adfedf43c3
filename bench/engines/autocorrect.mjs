import { readFile } from 'node:fs/promises';

const folder = new URL('../peers/node_modules/@huacnlee/autocorrect/', import.meta.url);

/** Typography of Chinese text; no words. Its entry wants a bundler, so it is put together by hand. */
export async function open() {
  const glue = await import(new URL('autocorrect_bg.js', folder).href);
  const { instance } = await WebAssembly.instantiate(
    await readFile(new URL('autocorrect_bg.wasm', folder)),
    { './autocorrect_bg.js': glue },
  );
  glue.__wbg_set_wasm(instance.exports);
  /** @type {any} */ (instance.exports).__wbindgen_start?.();
  return { check: (/** @type {string} */ text) => glue.lintFor(text, 'text') };
}

export const language = 'zh';
