import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: { '@huashu/wasm': fileURLToPath(new URL('../../../wasm/binding', import.meta.url)) },
  },
  test: { name: 'console', include: ['src/**/*.test.{ts,tsx}'], testTimeout: 30_000 },
});
