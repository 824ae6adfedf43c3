/** What a page shows around its chat: the goods in question, and the shop's facts where it states them. */
import type { Adapter, Front, Product, Scene } from '@huashu/wasm/types';

/** The shop's own facts, with what the page says on top. */
export function readScene(adapter: Adapter, document: Document, shop: Front): Scene {
  const scene = { ...shop, ...statedScene(adapter, document) };
  const cards = readProducts(adapter, document);
  // What is known of an article says more than its card.
  const known = new Set(scene.products?.map(({ id }) => id));
  const products = [...(scene.products ?? []), ...cards.filter(({ id }) => !known.has(id))];
  return {
    ...scene,
    ...(products.length > 0 && { products }),
    ...(cards[0] && { focus: cards[0].id }),
  };
}

/** The articles whose cards stand beside the chat, the one in question first. */
export function readProducts(adapter: Adapter, document: Document): Product[] {
  const { product } = adapter;
  const products: Product[] = [];
  for (const card of product ? document.querySelectorAll(product.card) : []) {
    const words = (selector: string | undefined) =>
      selector ? (card.querySelector(selector)?.textContent?.trim() ?? '') : '';
    const name = words(product?.name);
    if (!name) continue;
    const price = words(product?.price);
    const id = (product?.id_attr && card.getAttribute(product.id_attr)) || name;
    products.push({ id, name, ...(price && { price }) });
  }
  return products;
}

function statedScene(adapter: Adapter, document: Document): Scene {
  const { selector, attr } = adapter.scene ?? {};
  const element = selector ? document.querySelector(selector) : null;
  const json = (attr ? element?.getAttribute(attr) : element?.textContent) ?? '';
  try {
    const stated: unknown = JSON.parse(json || '{}');
    return typeof stated === 'object' && stated !== null ? (stated as Scene) : {};
  } catch {
    // A page that states nonsense states nothing.
    return {};
  }
}
