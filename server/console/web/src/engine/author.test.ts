import { readFile } from 'node:fs/promises';
import { type Author, createAuthor } from '@huashu/wasm';
import { beforeAll, expect, test } from 'vitest';
import { emptyPack, newRule } from '../shop/new-pack';

const dist = (name: string) =>
  readFile(new URL(`../../../../../wasm/dist/${name}`, import.meta.url));

let author: Author;

beforeAll(async () => {
  author = await createAuthor(await WebAssembly.compile(await dist('author.wasm')));
  author.load(await dist('default.hspack'));
});

const pack = emptyPack('小店');
const rules = `rules:\n${newRule('shop.words.deal', 'shop.words')}`;

test('the first pack and the first rule are in order, and work', () => {
  const { info, mistakes, examples } = author.build({ ...pack, 'rules/deal.yaml': rules });
  expect(mistakes).toEqual([]);
  expect(examples).toBe(4);
  expect(info?.rules.map(({ id }) => id)).toContain('shop.words.deal');
  expect(author.check('给您便宜点').map(({ rule, fixes }) => [rule, fixes[0]?.label])).toEqual([
    ['shop.words.deal', '优惠一些'],
  ]);
});

test('a mistake has its place, and the pack before it stays in use', () => {
  const { info, mistakes } = author.build({
    ...pack,
    'rules/deal.yaml': rules.replace('category: shop.words', 'category: nowhere'),
  });
  expect(info).toBeUndefined();
  expect(mistakes).toEqual([
    {
      file: 'rules/deal.yaml',
      line: 3,
      rule: 'shop.words.deal',
      field: 'category',
      message: 'unknown category "nowhere"',
    },
  ]);
  expect(author.check('给您便宜点')).toHaveLength(1);
});

test('an example that comes out differently is named, but the draft works', () => {
  const { info, mistakes } = author.build({
    ...pack,
    'rules/deal.yaml': rules.replace('这款现在有优惠', '现在更便宜些'),
  });
  expect(info).toBeDefined();
  expect(mistakes).toMatchObject([
    {
      line: 16,
      field: 'examples.good[0]',
      message: 'finds "现在更[[便宜些]]", want nothing',
      example: true,
    },
  ]);
});

test('records name the pack of every rule', () => {
  author.build({ ...pack, 'rules/deal.yaml': rules });
  const { rules: all } = author.records();
  expect(new Set(all.map((rule) => rule.pack))).toEqual(
    new Set(['base', 'law', 'platform', 'shop']),
  );
});

test('a rule that rests on a classifier is explained', () => {
  const judged = author.records().rules.find(({ match }) => match.model);
  const example = judged?.examples.bad[0]?.text.replace(/\[\[(.*?)(=>.*?)?\]\]/g, '$1') ?? '';
  expect(author.explain(example, judged?.id ?? '')[0]?.weight).toBeGreaterThan(0);
});
