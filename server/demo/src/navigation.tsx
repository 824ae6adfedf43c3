/** The dark strip at the left edge that every workbench has. */
import { SHOP } from './chats';
import { Icon, type IconName } from './icons';

const PLACES: { icon: IconName; name: string; here?: boolean }[] = [
  { icon: 'chat', name: '接待', here: true },
  { icon: 'order', name: '订单' },
  { icon: 'goods', name: '商品' },
  { icon: 'chart', name: '数据' },
];

export function Navigation() {
  return (
    <nav class="navigation" aria-label="工作台">
      <div class="self" title={`${SHOP.name} · 客服 ${SHOP.agent}`}>
        {SHOP.agent.slice(0, 1)}
        <i class="online" />
      </div>
      {PLACES.map(({ icon, name, here }) => (
        <div class={here ? 'place here' : 'place'} key={name}>
          <Icon name={icon} />
          {name}
        </div>
      ))}
    </nav>
  );
}
