import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // One server and one browser for all, on two cores.
  workers: 1,
  timeout: 60_000,
  // Engines start in workers, two at a time: what is waited for may take a while, and then says what it was.
  use: { actionTimeout: 20_000 },
  expect: { timeout: 20_000 },
  retries: 0,
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
});
