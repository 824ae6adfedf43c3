/** What the talk is about: the goods, the order, and what an agent looks up most. */
import { type Order, type Product, SCENE } from './chats';
import { Picture } from './pictures';
import type { Chat } from './store';
import { monthDay } from './time';

export function Aside({ chat }: { chat: Chat }) {
  return (
    <aside
      class="aside"
      aria-label="商品与订单"
      data-demo="scene"
      data-scene={JSON.stringify(SCENE)}
    >
      <ProductCard product={chat.product} />
      {chat.order ? <OrderCard order={chat.order} /> : <NoOrder />}
      <section class="card">
        <h2>快捷信息</h2>
        <dl>
          {chat.facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </aside>
  );
}

function ProductCard({ product }: { product: Product }) {
  return (
    <section class="card product" data-demo="product" data-id={product.id}>
      <h2>正在咨询</h2>
      <Picture of={product.picture} />
      <div class="goods">
        <p class="name" data-demo="product-name">
          {product.name}
        </p>
        <p class="price">
          <b data-demo="product-price">¥{product.price}</b>
          {product.was && <s>¥{product.was}</s>}
        </p>
      </div>
      <p class="points">
        {product.points.map((point) => (
          <span class="tag" key={point}>
            {point}
          </span>
        ))}
      </p>
      <p class="stock">
        库存 {product.stock} · {product.sold}
      </p>
    </section>
  );
}

function OrderCard({ order }: { order: Order }) {
  const now = Date.now();
  return (
    <section class="card order" data-demo="order">
      <h2>
        最近订单
        <span class="state" data-demo="order-status">
          {order.status}
        </span>
      </h2>
      <p class="number">
        <span data-demo="order-number">{order.number}</span>
        <b>实付 ¥{order.paid}</b>
      </p>
      <ol>
        {order.track.map(({ daysAgo, at, what }) => (
          <li key={what}>
            {what}
            <time>
              {monthDay(daysAgo, now)} {at}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}

function NoOrder() {
  return (
    <section class="card">
      <h2>最近订单</h2>
      <p class="none">买家还没有下单</p>
    </section>
  );
}
