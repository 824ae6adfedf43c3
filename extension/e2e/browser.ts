/** Chromium with one of the extension's builds in it. */
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Worker } from '@playwright/test';

/** With open shadow roots, as users get it, or none. */
export type Build = 'chrome-e2e' | 'chrome' | 'none';

/** Where a build lies. */
export const folderOf = (build: Build) =>
  fileURLToPath(new URL(`../dist/${build}`, import.meta.url));

/** Starts a browser; `scale` is how many device pixels make a CSS pixel. */
export function launch(build: Build, scale = 1, folder = folderOf(build)): Promise<BrowserContext> {
  const extension = [`--disable-extensions-except=${folder}`, `--load-extension=${folder}`];
  return chromium.launchPersistentContext('', {
    executablePath: '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1280, height: 720 },
    deviceScaleFactor: scale,
    args: ['--no-sandbox', ...(build === 'none' ? [] : extension)],
  });
}

/** The extension's service worker, once it runs. */
export async function serviceWorker(context: BrowserContext): Promise<Worker> {
  return context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
}
