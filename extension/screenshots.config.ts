import { defineConfig } from '@playwright/test';
import tests from './playwright.config';

/** Makes the pictures in docs/ and those to be looked at: npx playwright test --config extension/screenshots.config.ts */
export default defineConfig(tests, { testMatch: '*screenshots.ts' });
