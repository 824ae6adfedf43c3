import { createRequire } from 'node:module';

/** Segmentation alone, without the hidden Markov model. */
export async function open() {
  const require = createRequire(new URL('../peers/package.json', import.meta.url));
  const { cut } = require('jieba-wasm');
  return { check: (/** @type {string} */ text) => cut(text, false) };
}

export const language = 'zh';
