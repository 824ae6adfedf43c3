import { describe, expect, it } from 'vitest';
import { callAt, fill, matching, SLOTS } from './snippet';

const scene = {
  shop: { name: '青禾家居', agent_no: '12号', ship_within_hours: 48, courier: '中通' },
  free_shipping_at: '59',
  products: [{ id: 'p1', name: '竹编灯', price: 39.9 }],
  focus: 'p1',
};

describe('filling', () => {
  it.each([
    ['您好，{shop}{agent}号为您服务', '您好，青禾家居12号为您服务'],
    ['{product}现价{price}，{ship}内发{courier}', '竹编灯现价39.9元，48小时内发中通'],
    ['满{free}包邮', '满59元包邮'],
    ['{谢谢} {toString}', '{谢谢} {toString}'],
  ])('%s', (text, filled) => {
    expect(fill({ name: 'x', text }, scene)).toEqual({ text: filled, blanks: [] });
  });

  it('leaves what is not known empty and says where', () => {
    expect(fill({ name: 'x', text: '质保{warranty}，{returns}可退' }, scene)).toEqual({
      text: '质保，可退',
      blanks: [
        { at: 2, slot: 'warranty' },
        { at: 3, slot: 'returns' },
      ],
    });
  });

  it('names no sum where shipping is always free', () => {
    const { blanks } = fill({ name: 'x', text: '满{free}包邮' }, { free_shipping_at: 0 });
    expect(blanks).toEqual([{ at: 1, slot: 'free' }]);
  });

  it('knows every slot it offers', () => {
    const all = Object.keys(SLOTS).map((slot) => `{${slot}}`);
    expect(fill({ name: 'x', text: all.join('') }, {}).blanks).toHaveLength(all.length);
  });
});

it.each([
  ['/', 1, { start: 0, end: 1, name: '' }],
  ['/fh', 3, { start: 0, end: 3, name: 'fh' }],
  ['您好 /发货了', 6, { start: 3, end: 6, name: '发货' }],
  ['您好\n/a', 5, { start: 3, end: 5, name: 'a' }],
  ['和/或', 3, null],
  ['https://a', 9, null],
  ['/fh 您好', 6, null],
  ['您好', 2, null],
])('the call in %j at %i', (text, caret, call) => {
  expect(callAt(text, caret)).toEqual(call);
});

it('finds by name before text', () => {
  const snippets = [
    { name: 'wl', text: '物流已发fh' },
    { name: 'fhsj', text: '发货时间' },
    { name: 'FH', text: '今天发货' },
    { name: 'th', text: '退货' },
  ];
  expect(matching(snippets, 'fh').map(({ name }) => name)).toEqual(['FH', 'fhsj', 'wl']);
  expect(matching(snippets, '')).toHaveLength(4);
});
