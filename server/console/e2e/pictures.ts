/** Every page at two widths, in both themes and languages, to be looked at. */
import { stops, test } from './tour';

const folder = 'server/console/test-results/pictures';

for (const language of ['zh', 'en'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(`${language} ${theme}`, () => {
      test.use({ theme, language });

      test('pictures', async ({ page, drafts }) => {
        test.setTimeout(180_000);
        for (const { name, show } of stops) {
          await show(page, drafts);
          for (const width of [1100, 1600]) {
            await page.setViewportSize({ width, height: 860 });
            await page.screenshot({ path: `${folder}/${name}-${language}-${theme}-${width}.png` });
          }
        }
      });

      test('a picture of signing in', async ({ stranger }) => {
        await stranger.screenshot({ path: `${folder}/sign-in-${language}-${theme}.png` });
      });
    });
  }
}
