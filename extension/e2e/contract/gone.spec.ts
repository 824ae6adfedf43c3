/** The extension goes for good, each time in a browser that is lost with it. */
import { test as base, expect } from '@playwright/test';
import type { Box } from './box';
import { Stage } from './stage';

/** What code that runs inside the extension, or in the browser's own page of extensions, sees. */
declare const chrome: typeof import('wxt/browser').browser;

const test = base.extend<{ stage: Stage }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
  stage: async ({}, use) => {
    const stage = await Stage.raise();
    await use(stage);
    await stage.context.close();
  },
});

/** An editor with an underline and the card open, and the page as it was without us. */
async function open(stage: Stage, name: 'textarea' | 'lexical'): Promise<[Box, unknown]> {
  await stage.choose({ offSites: ['127.0.0.1'] });
  const box = await stage.open(name, { path: name === 'textarea' ? 'mirror' : 'native' });
  await box.type('你好，在的');
  const before = await stage.snapshot();
  await stage.choose({});
  await box.expectPainted(['warning 你好']);
  await box.ask();
  return [box, before];
}

for (const name of ['textarea', 'lexical'] as const) {
  test(`${name}: the engine crashes and cannot be started again`, async ({ stage }) => {
    const [box, before] = await open(stage, name);
    const [worker] = stage.context.serviceWorkers();
    await worker?.evaluate(() => {
      chrome.offscreen.createDocument = () => Promise.reject(new Error('no engine today'));
      return chrome.offscreen.closeDocument();
    });
    // The agent types on, and nobody can say anything about it.
    await box.type('。');
    await box.expectText('你好，在的。');
    await expect.poll(() => stage.traces()).toEqual({ highlights: [], elements: [] });
    await box.press('Backspace');
    await box.expectText('你好，在的');
    expect(await stage.snapshot()).toEqual(before);
  });

  test(`${name}: the extension is switched off in the browser`, async ({ stage }) => {
    const [box, before] = await open(stage, name);
    const id = new URL(stage.backstage.url()).hostname;
    await stage.backstage.goto('chrome://extensions');
    await stage.backstage.evaluate((id) => chrome.management.setEnabled(id, false), id);
    await expect.poll(() => stage.traces()).toEqual({ highlights: [], elements: [] });
    expect(await stage.snapshot()).toEqual(before);
    expect(await box.hears('Alt+Enter')).toBe(true);
  });

  test(`${name}: the extension is taken out of the browser`, async ({ stage }) => {
    const [box, before] = await open(stage, name);
    const [worker] = stage.context.serviceWorkers();
    await Promise.all([
      worker?.waitForEvent('close'),
      worker?.evaluate(() => void chrome.management.uninstallSelf()),
    ]);
    await expect.poll(() => stage.traces()).toEqual({ highlights: [], elements: [] });
    expect(await stage.snapshot()).toEqual(before);
    expect(await box.hears('Alt+Enter')).toBe(true);
  });
}
