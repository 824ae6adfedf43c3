/** What the agent has in hand: the scenario's shop, its terms and goods. */
import type { Scene } from '@huashu/wasm/types';
import type { TextKey, Texts } from '../i18n/texts';

/** Facts of a shop that have names of their own; all others are called what they are called. */
const FACTS: Record<string, TextKey> = {
  name: 'factName',
  agent_no: 'factAgent',
  category: 'factCategory',
  courier: 'factCourier',
  ship_within_hours: 'handShips',
  return_days: 'handReturns',
  warranty: 'factWarranty',
};

export function Cards({ scene, texts }: { scene: Scene; texts: Texts }) {
  const facts = Object.entries(scene.shop ?? {});
  const free = scene.free_shipping_at;
  return (
    <aside class="hand" aria-label={texts('practiceHand')}>
      <h2>{texts('practiceHand')}</h2>
      <dl>
        {facts.map(([key, value]) => (
          <div key={key}>
            <dt>{FACTS[key] ? texts(FACTS[key]) : key}</dt>
            <dd>{String(value)}</dd>
          </div>
        ))}
        {free !== undefined && (
          <div>
            <dt>{texts('handFree')}</dt>
            <dd>{Number(free) === 0 ? texts('factFreeAlways') : `¥${free}`}</dd>
          </div>
        )}
        {scene.coupons?.map(({ name, threshold, off }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{texts('factCoupon', threshold, off)}</dd>
          </div>
        ))}
      </dl>
      {scene.products && (
        <ul class="goods">
          {scene.products.map(({ id, name, price, stock, attrs }) => (
            <li key={id}>
              <span class="top">
                <strong>{name}</strong>
                <b>¥{price}</b>
              </span>
              <span class="about">
                {[
                  ...Object.entries(attrs ?? {}).map(([key, value]) => `${key} ${value}`),
                  texts('factStock', stock ?? ''),
                ].join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}
