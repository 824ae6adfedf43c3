/** What the shop and the article in question are like, as lines to look up. */
import type { Front, Product } from '@huashu/wasm/types';
import type { TextKey, Texts } from '../i18n/texts';

/** A thing and what is known of it. */
export type Fact = readonly [label: string, value: string];

/** The shop's facts that have names of their own, in the order in which agents ask for them; and their units. */
const SHOP: readonly [key: string, label: TextKey, unit?: TextKey][] = [
  ['name', 'lookShop'],
  ['ship_within_hours', 'lookShips', 'lookHours'],
  ['courier', 'lookCourier'],
  ['return_days', 'lookReturns', 'lookDays'],
  ['warranty', 'lookWarranty'],
  ['policy', 'lookPolicy'],
];
/** Known by the shop's own staff, or of no use in a reply. */
const SILENT: ReadonlySet<string> = new Set(['agent_no', 'category']);

/** What the shop says of itself. */
export function shopFacts(front: Front, texts: Texts): Fact[] {
  const shop = front.shop ?? {};
  const facts: Fact[] = [];
  for (const [key, label, unit] of SHOP) {
    const value = words(shop[key]);
    const plain = unit && /^[\d.]+$/.test(value);
    if (value) facts.push([texts(label), plain ? texts(unit, value) : value]);
  }
  const free = words(front.free_shipping_at);
  if (free) {
    facts.push([texts('lookFree'), free === '0' ? texts('lookAlways') : texts('lookFrom', free)]);
  }
  for (const { name, threshold, off } of front.coupons ?? []) {
    facts.push([name, texts('lookCoupon', words(threshold), words(off))]);
  }
  for (const [key, value] of Object.entries(shop)) {
    if (SILENT.has(key) || SHOP.some(([known]) => known === key)) continue;
    if (words(value)) facts.push([key, words(value)]);
  }
  return facts;
}

/** What is known of an article besides its name. */
export function productFacts(product: Product, texts: Texts): Fact[] {
  const { price, stock, attrs } = product;
  const facts: Fact[] = [];
  if (price !== undefined) facts.push([texts('lookPrice'), yuan(price)]);
  if (stock !== undefined) facts.push([texts('lookStock'), String(stock)]);
  for (const [key, value] of Object.entries(attrs ?? {})) {
    if (words(value)) facts.push([key, words(value)]);
  }
  return facts;
}

/** A price as people read it: ¥129. */
export function yuan(price: number | string): string {
  return /^[\d.]+$/.test(String(price)) ? `¥${price}` : String(price);
}

function words(value: unknown): string {
  if (Array.isArray(value)) return value.map(words).filter(Boolean).join('、');
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
