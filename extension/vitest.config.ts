import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: { '@huashu/wasm': fileURLToPath(new URL('../wasm/binding', import.meta.url)) },
  },
  test: { include: ['src/**/*.test.{ts,tsx}', '../wasm/binding/*.test.ts'] },
});
