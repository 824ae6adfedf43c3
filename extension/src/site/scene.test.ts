// @vitest-environment happy-dom
import type { Adapter } from '@huashu/wasm/types';
import { expect, it } from 'vitest';
import { readScene } from './scene';

const adapter: Adapter = {
  id: 'shop',
  title: '',
  matches: [],
  input: 'textarea',
  product: { card: '.goods', name: 'b', price: 'i', id_attr: 'data-id' },
  scene: { selector: 'main', attr: 'data-scene' },
};

it('puts together what the shop, the page and its cards say', () => {
  document.body.innerHTML = `
    <main data-scene='{"coupons":[],"products":[{"id":"7","name":"盖毯","price":129,"attrs":{"面料":"羊羔绒"}}]}'>
      <div class="goods" data-id="8"><b>台灯</b><i>¥89</i></div>
      <div class="goods" data-id="7"><b>盖毯</b><i>¥119</i></div>
    </main>`;
  expect(
    readScene(adapter, document, { shop: { name: '木槿家居' }, free_shipping_at: 99 }),
  ).toEqual({
    shop: { name: '木槿家居' },
    free_shipping_at: 99,
    coupons: [],
    focus: '8',
    products: [
      { id: '7', name: '盖毯', price: 129, attrs: { 面料: '羊羔绒' } },
      { id: '8', name: '台灯', price: '¥89' },
    ],
  });
});

it.each(['', 'null', '{', '7'])('makes nothing of %s', (stated) => {
  document.body.innerHTML = `<main data-scene='${stated}'></main>`;
  expect(readScene(adapter, document, {})).toEqual({});
});
