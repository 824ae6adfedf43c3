// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { readRows } from '../chat/rows';
import { derive, patternOf } from './derive';

const pick = (selector: string) => document.querySelector(selector) as Element;

/** What the adapter that was worked out reads off the page. */
function read(buyer: string, agent: string, input = 'textarea') {
  const adapter = derive({ input: pick(input), buyer: pick(buyer), agent: pick(agent) });
  if (typeof adapter === 'string') return { adapter, rows: [] };
  const rows = readRows(adapter, pick(adapter.list ?? 'body'), new Date());
  return { adapter, rows: rows.map(({ role, text }) => `${role} ${text}`) };
}

const SAID = ['buyer 在吗', 'agent 在的', 'buyer 有货吗', 'agent 有的'];

beforeEach(() => {
  document.body.innerHTML = '';
});

describe('derive', () => {
  it('sides told by classes of the rows', () => {
    document.body.innerHTML = `
      <div class="chat"><ul class="messages">
        <li class="day">今天</li>
        <li class="message left"><i>小满</i><p class="words">在吗</p></li>
        <li class="message right"><p class="words">在的</p></li>
        <li class="message left"><i>小满</i><p class="words">有货吗</p></li>
        <li class="message right"><p class="words">有的</p></li>
      </ul></div>
      <footer><textarea class="draft"></textarea><button>发送</button></footer>`;
    const { adapter, rows } = read('.left p', '.right p');
    expect(rows).toEqual(SAID);
    expect(adapter).toEqual({
      id: 'taught.localhost',
      title: 'localhost',
      matches: ['http://localhost/*'],
      input: '.draft',
      send: 'button',
      list: '.messages',
      rows: '.message',
      text: '.words',
      roles: { agent: '.right', buyer: '.left' },
    });
  });

  it('sides told deep within hashed classes, rows in groups by day', () => {
    document.body.innerHTML = `
      <div class="List_root__a81Kz">
        <div class="Day_box__9dK2x"><b>昨天</b>
          <div class="Row_root__7Qm1c"><div class="Row_in__3xK2a"><span class="Text_body__b81Qs">在吗</span></div></div>
          <div class="Row_root__7Qm1c"><div class="Row_out__8Lz0p"><span class="Text_body__b81Qs">在的</span></div></div>
        </div>
        <div class="Day_box__9dK2x"><b>今天</b>
          <div class="Row_root__7Qm1c"><div class="Row_in__3xK2a"><span class="Text_body__b81Qs">有货吗</span></div></div>
          <div class="Row_root__7Qm1c"><div class="Row_out__8Lz0p"><span class="Text_body__b81Qs">有的</span></div></div>
        </div>
      </div><textarea></textarea>`;
    const { adapter, rows } = read(
      '.Row_in__3xK2a span',
      '.Day_box__9dK2x:last-child .Row_out__8Lz0p span',
    );
    expect(rows).toEqual(SAID);
    expect(adapter).toMatchObject({
      rows: '[class*="Row_root__"]',
      text: '[class*="Text_body__"]',
      roles: { agent: '[class*="Row_out__"]', buyer: '[class*="Row_in__"]' },
    });
  });

  it('only own rows marked, and notices among them', () => {
    document.body.innerHTML = `
      <div id="talk">
        <div class="item"><div class="bubble">在吗</div></div>
        <div class="item mine"><div class="bubble">在的</div></div>
        <div class="item"><div class="tip">对方正在输入</div></div>
        <div class="item"><div class="bubble">有货吗</div></div>
        <div class="item mine"><div class="bubble">有的</div></div>
      </div><div contenteditable="true"></div>`;
    const { adapter, rows } = read('.bubble', '.mine .bubble', '[contenteditable]');
    expect(rows).toEqual(SAID);
    expect(adapter).toMatchObject({ roles: { agent: '.mine', buyer: '.bubble' } });
  });

  it('no marks at all but the side on which they stand', () => {
    const row = (own: boolean, text: string) =>
      `<div><div style="display: flex; flex-direction: ${own ? 'row-reverse' : 'row'}"><span>${text}</span></div></div>`;
    document.body.innerHTML = `<main><section>${row(false, '在吗')}${row(true, '在的')}${row(false, '有货吗')}${row(true, '有的')}</section></main><textarea></textarea>`;
    const { rows } = read('span', 'section > div:nth-child(2) span');
    expect(rows).toEqual(SAID);
  });

  it('a picture, a quote and a stamp in the rows', () => {
    document.body.innerHTML = `
      <div data-testid="list">
        <div data-id="a1" data-ts="1795338000000" data-from="them"><p data-role="text">在吗</p></div>
        <div data-id="a2" data-ts="1795338001000" data-from="us"><img alt=""></div>
        <div data-id="a3" data-ts="1795338002000" data-from="us"><q>在吗</q><p data-role="text">在的</p></div>
      </div><textarea name="reply"></textarea>`;
    const { adapter, rows } = read('[data-from=them] p', '[data-from=us] p');
    expect(rows).toEqual(['buyer 在吗', 'agent ', 'agent 在的']);
    expect(adapter).toMatchObject({
      time: { attr: 'data-ts', unit: 'ms' },
      roles: { agent: '[data-from="us"]', buyer: '[data-from="them"]' },
    });
  });

  it.each([
    ['nested', '.a', '.a b'],
    ['apart', 'h1', '.b'],
    ['alike', '.a', '.b'],
  ])('says that messages are %s', (fault, buyer, agent) => {
    document.body.innerHTML =
      '<h1>标题</h1><main><div><p class="a">在<b>吗</b></p></div><div><p class="b">在的</p></div></main><textarea></textarea>';
    if (fault === 'alike')
      for (const p of document.querySelectorAll('p')) p.removeAttribute('class');
    const [first, second] = fault === 'alike' ? ['p', 'div + div p'] : [buyer, agent];
    expect(read(first as string, second as string).adapter).toBe(fault);
  });
});

it.each([
  ['https://desk.example.com/', 'https://desk.example.com/*'],
  [
    'https://desk.example.com/app/accounts/12/chats/7?x=1',
    'https://desk.example.com/app/accounts/*',
  ],
  ['http://127.0.0.1:8080/kits/chat.html', 'http://127.0.0.1/kits/chat.html*'],
])('%s belongs to %s', (url, pattern) => {
  expect(patternOf(new URL(url) as unknown as Location)).toBe(pattern);
});
