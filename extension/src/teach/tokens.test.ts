// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { looksRandom, stemOf, tokensOf } from './tokens';

it.each(['3xK2a', 'hJ2kWq', '81273', 'tC9ap6QtAyeCD0', 'bdVaJa'])('%s is nobody’s word', (name) => {
  expect(looksRandom(name)).toBe(true);
});

it.each(['message', 'messageIsMe', 'col2', 'incoming', 'wrapper', 'ul', 'Bubble'])(
  '%s is a word',
  (name) => {
    expect(looksRandom(name)).toBe(false);
  },
);

it.each([
  ['Bubble_own__3xK2a', 'Bubble_own__'],
  ['nameLine-Q8PQwE', 'nameLine-'],
  ['css-1x2y3z', null],
  ['sc-bdVaJa', null],
  ['message-left', null],
])('of %s %s lasts', (name, stem) => {
  expect(stemOf(name)).toBe(stem);
});

describe('tokensOf', () => {
  it.each([
    ['<li id="msg-1795338000000" class="row left active"></li>', ['.row', '.left', '[id^="msg-"]']],
    ['<div id="composer" data-v-1a2b3c></div>', ['#composer']],
    [
      '<div data-testid="bubble" class="css-1x2y3z"></div>',
      ['[data-testid="bubble"]', '.css-1x2y3z'],
    ],
    [
      '<div data-message-id="8841" data-from="me"></div>',
      ['[data-message-id]', '[data-from="me"]'],
    ],
    ['<div aria-label="竹外桃花：在吗" title="在吗" data-name="竹外桃花"></div>', ['[data-name]']],
    [
      '<p style="color: red; flex-direction: row-reverse"></p>',
      ['[style*="flex-direction: row-reverse"]'],
    ],
  ])('%s', (html, tokens) => {
    document.body.innerHTML = html;
    expect(tokensOf(document.body.firstElementChild as Element).map(({ css }) => css)).toEqual(
      tokens,
    );
  });
});
