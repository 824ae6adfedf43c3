import { expect, it } from 'vitest';
import { readFile, writeFile } from './file';
import { DEFAULTS, type Settings } from './schema';

const settings: Settings = {
  ...DEFAULTS,
  offRules: ['address.nin'],
  ignored: [{ rule: 'filler', text: '嗯' }],
  words: ['小冰'],
  snippets: [{ name: 'fh', text: '{ship}内发货' }],
  shop: { shop: { name: '青禾家居' }, coupons: [{ name: '', threshold: 99, off: 10 }] },
};

it('reads what it has written', () => {
  expect(readFile(writeFile(settings))).toEqual({ settings });
});

const changed = (change: object) => writeFile({ ...settings, ...change } as Settings);

it('fills up what an older file does not name', () => {
  expect(readFile('{"huashu":"settings","version":1,"settings":{"words":["小冰"]}}')).toEqual({
    settings: { ...DEFAULTS, words: ['小冰'] },
  });
});

it.each([
  ['', 'Unexpected end of JSON input'],
  ['[]', /^huashu: /],
  ['{"huashu":"pack"}', /^huashu: Invalid type: Expected "settings" but received "pack"/],
  [changed({ words: ['好', 7] }), /^settings\.words\.1: .*Expected string but received 7/],
  [changed({ snippets: [{ name: 'a b', text: '好' }] }), /^settings\.snippets\.0\.name: /],
  [changed({ chats: [] }), /^settings\.chats: /],
  [changed({ shop: { coupons: [{ name: '券' }] } }), /^settings\.shop\.coupons\.0\.threshold: /],
])('refuses a file and names the place (%#)', (text, fault) => {
  expect(readFile(text)).toEqual({ fault: expect.stringMatching(fault) });
});
