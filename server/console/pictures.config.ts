import { defineConfig } from '@playwright/test';
import tests from './playwright.config';

/** Makes pictures of every page: npx playwright test --config server/console/pictures.config.ts */
export default defineConfig(tests, { testMatch: '*pictures.ts' });
