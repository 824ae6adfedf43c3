/** What the shop says of itself: what replies and snippets are filled with, and figures are checked against. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { texts } from '../../i18n/browser';
import type { TextKey } from '../../i18n/texts';
import type { Coupon, Settings } from '../../settings/schema';
import { saveSettings } from '../../settings/settings';
import { Catalogue } from './catalogue';
import { ByShop, Nothing, Part, type SectionProps } from './parts';

/** The facts that every shop has, by their name in the engine. All others are named by the agent. */
const FACTS = {
  name: 'factName',
  agent_no: 'factAgent',
  category: 'factCategory',
  ship_within_hours: 'factShips',
  courier: 'factCourier',
  return_days: 'factReturns',
  warranty: 'factWarranty',
} as const satisfies Record<string, TextKey>;

type Facts = NonNullable<Settings['shop']['shop']>;

/** Changes the facts of the shop and leaves its goods as they are. */
const change = (next: (shop: Settings['shop']) => Settings['shop']) =>
  void saveSettings(({ shop }) => ({ shop: next(shop) }));

const setFact = (name: string, value: string) =>
  change(({ shop: facts, ...shop }) => {
    const { [name]: _was, ...others } = facts ?? {};
    return { ...shop, shop: value === '' ? others : { ...others, [name]: value } };
  });

export function Shop({ own, managed }: SectionProps) {
  const bound = managed.shop;
  const facts: Facts = { ...own.shop.shop, ...bound?.shop };
  const further = Object.keys(facts).filter((name) => !Object.hasOwn(FACTS, name));
  return (
    <>
      <Part title={texts('shopTitle')} help={texts('shopHelp')}>
        <div class="fields">
          {Object.entries(FACTS).map(([name, title]) => (
            <Field
              key={name}
              label={texts(title)}
              value={facts[name]}
              bound={bound?.shop?.[name] !== undefined}
              onchange={(value) => setFact(name, value)}
            />
          ))}
          <Field
            label={texts('factFree')}
            value={(bound ?? own.shop).free_shipping_at ?? own.shop.free_shipping_at}
            bound={bound?.free_shipping_at !== undefined}
            onchange={(value) =>
              change(({ free_shipping_at: _was, ...shop }) =>
                value === '' ? shop : { ...shop, free_shipping_at: value },
              )
            }
          />
          {further.map((name) => (
            <Field
              key={name}
              label={name}
              value={facts[name]}
              bound={bound?.shop?.[name] !== undefined}
              onchange={(value) => setFact(name, value)}
            />
          ))}
        </div>
        <FurtherFact taken={[...Object.keys(FACTS), ...further]} />
      </Part>
      <Coupons coupons={bound?.coupons ?? own.shop.coupons ?? []} bound={!!bound?.coupons} />
      <Catalogue
        products={bound?.products ?? own.shop.products ?? []}
        bound={!!bound?.products}
        onchange={(products) =>
          saveSettings(({ shop: { products: _was, ...shop } }) => ({
            shop: products.length > 0 ? { ...shop, products } : shop,
          }))
        }
      />
    </>
  );
}

/** A fact in a box, kept when the box is left. */
function Field({
  label,
  value,
  bound,
  onchange,
}: {
  label: string;
  value: string | number | undefined;
  bound: boolean;
  onchange: (value: string) => void;
}) {
  // What is being written stays, whatever else is saved meanwhile.
  const [draft, setDraft] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has been saved ends the draft
  useEffect(() => setDraft(null), [value]);
  return (
    <label class="field">
      <span>
        {label}
        {bound && <ByShop />}
      </span>
      <input
        type="text"
        value={draft ?? value ?? ''}
        readOnly={bound}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onChange={(event) => onchange(event.currentTarget.value.trim())}
      />
    </label>
  );
}

function FurtherFact({ taken }: { taken: readonly string[] }) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const twice = taken.includes(name.trim());
  return (
    <form
      class="adder"
      onSubmit={(event) => {
        event.preventDefault();
        if (twice) return;
        setFact(name.trim(), value.trim());
        setName('');
        setValue('');
      }}
    >
      <Box label={texts('factOther')} value={name} onchange={setName} />
      <Box label={texts('factValue')} value={value} onchange={setValue} />
      <button type="submit" disabled={twice || name.trim() === '' || value.trim() === ''}>
        {texts('optionsAdd')}
      </button>
      {twice && (
        <p class="bad" role="alert">
          {texts('factTwice')}
        </p>
      )}
    </form>
  );
}

function Box({
  label,
  value,
  onchange,
}: {
  label: string;
  value: string;
  onchange: (value: string) => void;
}) {
  return (
    <input
      type="text"
      value={value}
      aria-label={label}
      placeholder={label}
      onInput={(event) => onchange(event.currentTarget.value)}
    />
  );
}

function Coupons({ coupons, bound }: { coupons: readonly Coupon[]; bound: boolean }) {
  const [name, setName] = useState('');
  const [threshold, setThreshold] = useState('');
  const [off, setOff] = useState('');
  const isSum = (words: string) => /^\d+(\.\d+)?$/.test(words.trim());
  const set = (next: (now: readonly Coupon[]) => Coupon[]) =>
    change((shop) => ({ ...shop, coupons: next(shop.coupons ?? []) }));
  const says = (coupon: Coupon): ComponentChildren => (
    <>
      {coupon.name || texts('couponPlain')}
      <small>{texts('couponSays', coupon.threshold, coupon.off)}</small>
    </>
  );
  return (
    <Part title={texts('couponTitle')} action={bound && <ByShop />}>
      {coupons.length === 0 && <Nothing>{texts('couponNone')}</Nothing>}
      <ul class="lines">
        {coupons.map((coupon) => (
          <li key={JSON.stringify(coupon)} class="line">
            <div class="words">{says(coupon)}</div>
            {!bound && (
              <button
                type="button"
                class="quiet"
                aria-label={texts('optionsRemoveThis', coupon.name || texts('couponPlain'))}
                onClick={() =>
                  set((now) => now.filter((o) => JSON.stringify(o) !== JSON.stringify(coupon)))
                }
              >
                {texts('optionsRemove')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {!bound && (
        <form
          class="adder"
          onSubmit={(event) => {
            event.preventDefault();
            const coupon = { name: name.trim(), threshold: Number(threshold), off: Number(off) };
            set((now) => [...now, coupon]);
            for (const clear of [setName, setThreshold, setOff]) clear('');
          }}
        >
          <Box label={texts('couponName')} value={name} onchange={setName} />
          <Box label={texts('couponThreshold')} value={threshold} onchange={setThreshold} />
          <Box label={texts('couponOff')} value={off} onchange={setOff} />
          <button type="submit" disabled={!isSum(threshold) || !isSum(off)}>
            {texts('optionsAdd')}
          </button>
        </form>
      )}
    </Part>
  );
}
