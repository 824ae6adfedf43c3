// @vitest-environment happy-dom
import type { Adapter } from '@huashu/wasm/types';
import { describe, expect, it } from 'vitest';
import { adapterFor, checkAdapter, readable, roleOf } from './adapters';

const shop: Adapter = {
  id: 'shop',
  title: '店铺',
  matches: ['https://chat.example.com/desk/*', 'http://127.0.0.1/demo*'],
  input: 'textarea',
  rows: '.row',
  roles: { buyer: '.left', agent: '.right', robot: '.right.auto', system: '.note' },
};
const framed: Adapter = {
  ...shop,
  id: 'framed',
  matches: ['https://im.example.com/*'],
  all_frames: true,
};

describe('adapterFor', () => {
  it.each([
    ['https://chat.example.com/desk/index.html?id=1', true, 'shop'],
    ['https://chat.example.com/orders', true, undefined],
    ['http://127.0.0.1:8787/demo', true, 'shop'],
    ['http://127.0.0.1:8787/console', true, undefined],
    ['https://chat.example.com/desk/', false, undefined],
    ['https://im.example.com/chat', false, 'framed'],
  ])('%s (top frame: %s) → %s', (url, top, id) => {
    expect(adapterFor([shop, framed], url, top)?.id).toBe(id);
  });

  it('passes over a pattern that cannot be read', () => {
    expect(
      adapterFor([{ ...shop, matches: ['chat.example.com'] }], 'https://chat.example.com/', true),
    ).toBeNull();
  });
});

describe('readable', () => {
  it('leaves out what cannot be read, and only that', () => {
    const broken = { ...shop, send: 'button[', time: { attr: 'id', pattern: '(' } };
    expect(readable(broken, document)).toEqual(shop);
    expect(readable({ ...shop, input: '::' }, document)).toBeNull();
  });
});

describe('rows', () => {
  document.body.innerHTML = `
    <textarea></textarea>
    <div class="row left">在吗</div>
    <div class="row right auto">您好，欢迎光临</div>
    <div class="row"><div class="right">在的</div></div>
    <div class="row note">会话开始</div>
    <div class="row">?</div>`;

  it('tells whose they are, the robot before the agent', () => {
    const roles = [...document.querySelectorAll('.row')].map((row) => roleOf(shop, row));
    expect(roles).toEqual(['buyer', 'robot', 'agent', 'system', null]);
  });

  it('counts them for the self-check', () => {
    expect(checkAdapter(shop, document)).toEqual({ inputs: 1, rows: 5, buyer: 1, agent: 1 });
    expect(checkAdapter(null, document)).toEqual({ inputs: 0, rows: 0, buyer: 0, agent: 0 });
  });
});
