/** Snippets: text that the agent calls for by /name, with slots for what is known of shop and page. */
import type { Product, Scene } from '@huashu/wasm/types';
import type { TextKey } from '../i18n/texts';
import type { Snippet } from '../settings/schema';

/** What a slot stands for, in the words that reply templates use; empty: nothing is known. */
const FILL: Record<Slot, (scene: Scene) => unknown> = {
  shop: ({ shop }) => shop?.name,
  agent: ({ shop }) => String(shop?.agent_no ?? '').replace(/号$/, ''),
  product: (scene) => focusOf(scene)?.name,
  price: (scene) => withUnit(focusOf(scene)?.price, '元'),
  ship: ({ shop }) => withUnit(shop?.ship_within_hours, '小时'),
  courier: ({ shop }) => shop?.courier,
  returns: ({ shop }) => withUnit(shop?.return_days, '天'),
  warranty: ({ shop }) => shop?.warranty,
  // Always free is no sum to name.
  free: ({ free_shipping_at }) =>
    Number(free_shipping_at) !== 0 && withUnit(free_shipping_at, '元'),
};

/** The slots there are, and what the agent reads of them. */
export const SLOTS = {
  shop: 'slotShop',
  agent: 'slotAgent',
  product: 'slotProduct',
  price: 'slotPrice',
  ship: 'slotShip',
  courier: 'slotCourier',
  returns: 'slotReturns',
  warranty: 'slotWarranty',
  free: 'slotFree',
} as const satisfies Record<string, TextKey>;

type Slot = keyof typeof SLOTS;

/** A snippet's text with its slots filled. */
export interface Filled {
  text: string;
  /** Slots that nothing is known for, with their offsets in `text`; they are left empty. */
  blanks: { at: number; slot: Slot }[];
}

/** Fills the slots of a snippet. What is in braces and no slot stays as it is. */
export function fill({ text }: Snippet, scene: Scene): Filled {
  const filled: Filled = { text: '', blanks: [] };
  let at = 0;
  for (const { 0: slot, 1: name = '', index } of text.matchAll(/\{(\w+)\}/g)) {
    const known = Object.hasOwn(FILL, name) ? FILL[name as Slot] : undefined;
    if (!known) continue;
    filled.text += text.slice(at, index);
    const value = String(known(scene) || '').trim();
    if (value === '') filled.blanks.push({ at: filled.text.length, slot: name as Slot });
    filled.text += value;
    at = index + slot.length;
  }
  filled.text += text.slice(at);
  return filled;
}

/** What the agent calls for, and where it stands. */
export interface Call {
  /** Offset of the slash. */
  start: number;
  /** Offset of the caret. */
  end: number;
  /** What was typed behind the slash; may be empty. */
  name: string;
}

/** The call that ends at the caret: a slash at the start of the box or after a space, and a name. */
export function callAt(text: string, caret: number): Call | null {
  const match = /(?:^|\s)\/([^\s/]{0,20})$/.exec(text.slice(0, caret));
  if (!match) return null;
  const name = match[1] ?? '';
  return { start: caret - name.length - 1, end: caret, name };
}

/** The snippets that a name may mean: those so called first, then those whose text has it. */
export function matching(snippets: readonly Snippet[], name: string): Snippet[] {
  const wanted = name.toLowerCase();
  const rank = (snippet: Snippet) => {
    const own = snippet.name.toLowerCase();
    if (own === wanted) return 0;
    if (own.startsWith(wanted)) return 1;
    return snippet.text.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return snippets
    .map((snippet) => ({ snippet, rank: rank(snippet) }))
    .filter((entry) => entry.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ snippet }) => snippet);
}

function focusOf({ products, focus }: Scene): Product | undefined {
  return products?.find(({ id }) => id === focus);
}

/** A bare number gets its unit; what is in words stays as it is. */
function withUnit(value: unknown, unit: string): string {
  const words = String(value ?? '').trim();
  return /^[\d.]+$/.test(words) ? words + unit : words;
}
