import { defineConfig } from '@playwright/test';

/** The smoke tests in Firefox. Playwright is only the runner here: it has no way to load an extension there. */
export default defineConfig({
  testDir: 'e2e-firefox',
  outputDir: 'test-results/firefox',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  retries: 0,
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
});
