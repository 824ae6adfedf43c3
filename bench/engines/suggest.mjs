import { readFile } from 'node:fs/promises';

const kinds = ['加湿器', '电饭煲', '空气净化器', '吸尘器', '电风扇', '取暖器', '榨汁机', '电水壶'];
const asked = [
  '能便宜点吗',
  '多久发货',
  '什么材质的',
  '包邮吗',
  '坏了能退吗',
  '有没有推荐',
  '还要配什么',
];

/** Suggestions in a chat of 60 messages, for a shop of 5,000 goods: intents, replies, products. */
export async function open(/** @type {string} */ pack = 'wasm/dist/default.hspack') {
  const { createEngine } = await import('../../.build/bench/binding.mjs');
  const module = await WebAssembly.compile(await readFile('wasm/dist/huashu.wasm'));
  const engine = await createEngine(module);
  engine.load(new Uint8Array(await readFile(pack)));
  engine.setShop({
    shop: { name: '暖屋电器', agent_no: '8', ship_within_hours: 24, return_days: 7 },
    free_shipping_at: 99,
    coupons: [{ name: '', threshold: 299, off: 30 }],
    products: Array.from({ length: 5_000 }, (_, i) => ({
      id: `p${i}`,
      name: `云感K${i}${kinds[i % kinds.length]}`,
      price: 9 + (i % 600),
      stock: i % 7,
      category: kinds[i % kinds.length],
      attrs: { 质保: '两年', 容量: `${1 + (i % 6)}L`, 适用面积: `${i % 40}-${20 + (i % 40)}㎡` },
      related: [{ id: `p${(i + 1) % 5_000}`, relation: 'complement' }],
    })),
  });
  const events = Array.from({ length: 59 }, (_, i) => ({
    kind: 'said',
    role: i % 2 ? 'agent' : 'buyer',
    t: 10 * i,
    text: i % 2 ? '您好，这款可以的，付款后24小时内发出' : `云感K${i}${asked[i % asked.length]}`,
  }));
  let turn = 0;
  return {
    check: (/** @type {string} */ text) => {
      const said = `K${++turn % 5_000}${kinds[turn % kinds.length]}${asked[turn % asked.length]}${text.slice(-4)}`;
      const last = { kind: 'said', role: 'buyer', t: 600, text: said };
      return engine.suggest({ events: [...events, last], context: { cart_total: 88 } });
    },
    memory: () => engine.memory(),
  };
}

export const language = 'zh';
