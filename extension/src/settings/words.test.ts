import { expect, it } from 'vitest';
import type { PageFinding } from '../protocol/engine';
import { knowing } from './words';

/** A finding of the words that stand in 【】. */
function found(marked: string, category: string, action: PageFinding['action'] = 'warn') {
  const start = marked.indexOf('【');
  const end = marked.indexOf('】') - 1;
  const text = marked.replace(/[【】]/g, '');
  const finding = { category, start, end, action } as PageFinding;
  return { text, finding };
}

it.each([
  ['a typo that is one of the words', ['优惠卷'], '送您【优惠卷】一张', 'typo', 0],
  ['a typo that reaches into one of the words', ['在次元'], '【再在】次元', 'typo', 0],
  ['what lies within a word', ['不能说的秘密'], '【不能】说的秘密这本书', 'refusal.negation', 0],
  ['the same elsewhere', ['不能说的秘密'], '【不能】退，不能说的秘密有货', 'refusal.negation', 1],
  ['a word that is what the rule means', ['全网最低'], '【全网最低】', 'law.superlative', 1],
  ['nothing in the dictionary', [], '送您【优惠卷】一张', 'typo', 1],
])('%s', (_what, words, marked, category, remain) => {
  const { text, finding } = found(marked, category);
  expect(knowing(words, text, [finding])).toHaveLength(remain);
});

it('never lets pass what is asked about before sending', () => {
  const { text, finding } = found('亲【加我微信】吧', 'platform.offsite', 'confirm');
  expect(knowing(['亲加我微信吧'], text, [finding])).toEqual([finding]);
});
