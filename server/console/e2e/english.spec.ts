/** No text of the console's own is left in Chinese; what a shop writes is what it is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, expectAccessible, type Page } from './test';
import { stops, test, WRITTEN } from './tour';

const read = (folder: string, kind: RegExp): string =>
  readdirSync(fileURLToPath(new URL(folder, import.meta.url)), { recursive: true })
    .map(String)
    .filter((name) => kind.test(name))
    .map((name) =>
      readFileSync(join(fileURLToPath(new URL(folder, import.meta.url)), name), 'utf8'),
    )
    .join('\n');

/** All that the rules and the shop say, and what the English texts quote. */
const data = [
  read('../../../core/packs', /\.yaml$/),
  WRITTEN,
  ...['演示店铺', '这个能便宜点吗', '这个价格不能再便宜了'],
].join('\n');
/** The Chinese halves of the tables of texts. */
const own = new Set(
  [
    ...read('../web/src', /(?<!\.test)\.tsx?$/).matchAll(
      /\[\s*'([^']*\p{Script=Han}[^']*)',\s*'/gu,
    ),
  ].map(([, text]) => text),
);

/** Every text and every spoken name with a Chinese character in it, but for what is written in editors. */
function chinese(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const han = /\p{Script=Han}/u;
    const found = new Set<string>([document.title]);
    for (const element of document.querySelectorAll('body *')) {
      if (element.closest('.cm-content, .mirror, .preferences')) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
        found.add(element.getAttribute(name) ?? '');
      }
      for (const node of element.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) found.add(node.nodeValue ?? '');
      }
    }
    return [...found].map((text) => text.trim()).filter((text) => han.test(text));
  });
}

/** Whether a text is the console's own: one of a table, or of words that nobody wrote. */
function isOwn(text: string): boolean {
  if (own.has(text)) return !data.includes(`title: ${text}`);
  return text.match(/\p{Script=Han}+/gu)?.some((word) => !data.includes(word)) ?? false;
}

/** What no other test asks axe-core about in these words; it takes a second for each. */
const LOOKED_OVER = new Set(['draft', 'mining', 'rollout', 'audit', 'members']);

test.use({ language: 'en' });

test('every page is English to those who chose it', async ({ page, drafts }) => {
  const left: string[] = [];
  for (const { name, show } of stops) {
    await show(page, drafts);
    const wrong = (await chinese(page)).filter(isOwn);
    left.push(...wrong.map((text) => `${name}: ${text}`));
    if (LOOKED_OVER.has(name)) await expectAccessible(page);
  }
  expect(left).toEqual([]);
});
