import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'blackbox',
    include: ['*.test.ts'],
    globalSetup: 'backends.ts',
    // A draft that is compiled and tried takes seconds on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    execArgv: ['--experimental-websocket'], // on from Node 22
  },
});
