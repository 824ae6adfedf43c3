import { expect, it } from 'vitest';
import zh from '../../public/_locales/zh_CN/messages.json';
import { textsFrom } from '../i18n/texts';
import { productFacts, shopFacts } from './facts';

const texts = textsFrom(zh);

it('lists what the shop says, the usual first', () => {
  const front = {
    shop: {
      刻字: '可以，两天',
      agent_no: '07',
      return_days: 7,
      ship_within_hours: '当天',
      name: '木槿家居',
    },
    free_shipping_at: 99,
    coupons: [{ name: '入秋券', threshold: 199, off: 20 }],
  };
  expect(shopFacts(front, texts)).toEqual([
    ['店铺', '木槿家居'],
    ['发货', '当天'],
    ['退换', '7 天'],
    ['包邮', '满 99 元'],
    ['入秋券', '满 199 减 20'],
    ['刻字', '可以，两天'],
  ]);
  expect(shopFacts({}, texts)).toEqual([]);
});

it('lists what is known of an article', () => {
  const product = {
    id: '7',
    name: '盖毯',
    price: 129,
    stock: 12,
    attrs: { 面料: '羊羔绒', 尺寸: ['大', '小'] },
  };
  expect(productFacts(product, texts)).toEqual([
    ['价格', '¥129'],
    ['库存', '12'],
    ['面料', '羊羔绒'],
    ['尺寸', '大、小'],
  ]);
});
