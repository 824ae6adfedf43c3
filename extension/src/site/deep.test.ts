// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { queryDeep } from './deep';

it.each([
  ['textarea', ['page']],
  ['chat-box >>> textarea', ['shadow']],
  ['html, chat-box >>> textarea', ['page', 'shadow']],
  ['chat-box >>> chat-line >>> textarea', ['deeper']],
  ['no-box >>> textarea', []],
])('%s → %o', (selector, ids) => {
  document.body.innerHTML = '<textarea id="page"></textarea><chat-box></chat-box>';
  const shadow = document.querySelector('chat-box')?.attachShadow({ mode: 'open' }) as ShadowRoot;
  shadow.innerHTML = '<textarea id="shadow"></textarea><chat-line></chat-line>';
  const line = shadow.querySelector('chat-line')?.attachShadow({ mode: 'open' }) as ShadowRoot;
  line.innerHTML = '<textarea id="deeper"></textarea>';
  expect([...queryDeep(document, selector).elements].map(({ id }) => id)).toEqual(ids);
});

it('says where it looked', () => {
  document.body.innerHTML = '<chat-box></chat-box>';
  const shadow = document.querySelector('chat-box')?.attachShadow({ mode: 'open' });
  expect(queryDeep(document, 'chat-box >>> textarea').roots).toEqual([shadow]);
});
