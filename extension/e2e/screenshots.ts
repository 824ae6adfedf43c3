/** The pictures that the documents show, made from the demo page. */
import { fileURLToPath } from 'node:url';
import { holdBack, refuse } from './scenes';
import { expect, openChat, startTrial, test } from './test';

const picture = (name: string) => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));

// In the page itself, because there the texts are Chinese whatever the browser's language.
test.use({ build: 'none', scale: 2 });

test('underline', async ({ page, origin }) => {
  await page.setViewportSize({ width: 1200, height: 720 });
  await page.goto(`${origin}/demo/`);
  await startTrial(page);
  const input = await openChat(page, origin, 'c-lu');
  await refuse(page, input);
  await page.screenshot({ path: picture('underline.png') });
});

test('panel', async ({ page, origin }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${origin}/demo/`);
  await startTrial(page);
  await openChat(page, origin, 'c-may');
  await expect(page.locator('huashu-overlay .reply')).toHaveCount(3);
  await page.screenshot({ path: picture('panel.png') });
});

test('guard', async ({ page, origin }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${origin}/demo/`);
  await startTrial(page);
  const input = await openChat(page, origin, 'c-qiao');
  await holdBack(page, input);
  await page.screenshot({ path: picture('guard.png') });
});
