/**
 * The shape of the agent's settings: checked where a file of them comes in,
 * and the type of everything that reads them. They never hold chat text.
 */
import * as v from 'valibot';

/** Longest lists and words; nobody needs more, and storage has an end. */
const MOST = 2_000;
export const MOST_PRODUCTS = 10_000;
const words = (longest: number) =>
  v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(longest));
const list = <S extends v.GenericSchema>(item: S, most = MOST) =>
  v.pipe(v.array(item), v.maxLength(most));

/** A number, or one in words: 59, ¥59. */
const amount = v.union([v.number(), v.pipe(v.string(), v.maxLength(40))]);

export const COUPON = v.object({ name: v.string(), threshold: amount, off: amount });

/** What the shop says of itself and its goods: Front in the engine's words. */
export const SHOP = v.object({
  shop: v.exactOptional(v.record(v.string(), v.union([v.string(), v.number()]))),
  free_shipping_at: v.exactOptional(amount),
  coupons: v.exactOptional(list(COUPON)),
  products: v.exactOptional(
    list(
      v.looseObject({
        id: v.string(),
        name: words(200),
        price: v.exactOptional(amount),
        stock: v.exactOptional(amount),
      }),
      MOST_PRODUCTS,
    ),
  ),
});

/** What a snippet is called for by: no space and no further slash. */
export const SNIPPET_NAME = v.pipe(v.string(), v.regex(/^[^\s/]{1,20}$/));

export const SETTINGS = v.strictObject({
  /** Off: Huashu does nothing anywhere. */
  enabled: v.boolean(),
  /** Hosts on which the agent has switched it off. */
  offSites: list(words(253)),
  /** Rules that the agent has switched off. */
  offRules: list(words(200)),
  /** Words that a rule shall say nothing about, ever. */
  ignored: list(v.object({ rule: words(200), text: words(200) })),
  /** The agent's own dictionary: these are words, and right as they are. */
  words: list(words(40)),
  /** Text that the agent calls for by /name. */
  snippets: list(v.object({ name: SNIPPET_NAME, text: words(2_000) })),
  /** The profile the agent has chosen; empty for the one of the page. */
  profile: v.pipe(v.string(), v.maxLength(40)),
  /** What the shop says of itself and its goods. */
  shop: SHOP,
  /** Whether counters go to the server of the shop that was joined; without a shop nothing goes anywhere. */
  shareCounters: v.boolean(),
});

export type Settings = v.InferOutput<typeof SETTINGS>;
export type Snippet = Settings['snippets'][number];
export type Ignored = Settings['ignored'][number];
export type Coupon = v.InferOutput<typeof COUPON>;

export const DEFAULTS: Settings = {
  enabled: true,
  offSites: [],
  offRules: [],
  ignored: [],
  words: [],
  snippets: [],
  profile: '',
  shop: {},
  shareCounters: true,
};
