import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import en from '../../public/_locales/en/messages.json' with { type: 'json' };
import zh from '../../public/_locales/zh_CN/messages.json' with { type: 'json' };
import { textsFrom } from './texts';

const slots = (text: string) => [...text.matchAll(/\$\d/g)].map(String).sort();

it('says everything in both languages, with the same to fill in', () => {
  expect(Object.keys(en)).toEqual(Object.keys(zh));
  for (const [key, { message }] of Object.entries(zh)) {
    const other = en[key as keyof typeof en].message;
    expect([key, slots(other)]).toEqual([key, slots(message)]);
    expect([key, message !== '' && other !== '']).toEqual([key, true]);
  }
});

it('says nothing that nobody asks for', () => {
  const root = new URL('../..', import.meta.url);
  const files = ['src', 'wxt.config.ts'].flatMap((path) =>
    path.endsWith('.ts')
      ? [path]
      : readdirSync(new URL(path, root), { recursive: true, encoding: 'utf8' })
          .filter((file) => /\.(tsx?|html)$/.test(file) && !file.includes('.test.'))
          .map((file) => `${path}/${file}`),
  );
  const code = files.map((file) => readFileSync(new URL(file, root), 'utf8')).join('\n');
  const said = new Set(code.replaceAll('__MSG_', ' ').split(/\W|__/));
  expect(Object.keys(zh).filter((key) => !said.has(key))).toEqual([]);
});

it('fills in', () => {
  expect(textsFrom(zh)('popoverPlace', 2, 3)).toBe('第 2 处，共 3 处');
});
