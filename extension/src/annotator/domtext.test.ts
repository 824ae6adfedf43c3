// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { DomText } from './domtext';

function read(html: string): { root: HTMLElement; dom: DomText } {
  const root = document.createElement('div');
  root.innerHTML = html;
  document.body.append(root);
  return { root, dom: new DomText(root) };
}

describe('the text of an editable element', () => {
  it.each([
    ['nothing', '', ''],
    ['plain words', '你好，这个价格', '你好，这个价格'],
    ['words in inline elements', '你<b>好，</b><span>这个</span>价格', '你好，这个价格'],
    ['a line break', '你好<br>在的', '你好\n在的'],
    ['a break that keeps the last line open', '你好<br><br>', '你好\n'],
    ['blocks as lines', '你好<div>在的</div><div>好</div>', '你好\n在的\n好'],
    ['an empty line between', '<p>你好</p><p><br></p><p>在的</p>', '你好\n\n在的'],
    ['nested blocks, one line', '<div><p>你好</p></div><div><p>在的</p></div>', '你好\n在的'],
    ['a break before a block', '你好<br><div>在的</div>', '你好\n在的'],
    ['an emoji picture', '好的<img src="">呢', '好的\uFFFC呢'],
    ['a mention', '找<span contenteditable="false">@主管</span>吧', '找\uFFFC吧'],
    ['no-break spaces', '好&nbsp;的', '好 的'],
    ['zero-width fillers', '\uFEFF好\u200B的', '好的'],
    ['a rare character', '好𠮷的', '好𠮷的'],
  ])('%s', (_what, html, text) => {
    expect(read(html).dom.text).toBe(text);
  });
});

describe('from an offset to the DOM and back', () => {
  it('clings to its own words at both edges', () => {
    const { root, dom } = read('你<b>好</b>吗');
    const bold = root.querySelector('b')?.firstChild;
    expect(dom.position(1, 'start')).toEqual({ node: bold, offset: 0 });
    expect(dom.position(2, 'end')).toEqual({ node: bold, offset: 1 });
  });

  it('counts past fillers', () => {
    const { root, dom } = read('\uFEFF好\u200B的');
    expect(dom.position(1, 'start')).toEqual({ node: root.firstChild, offset: 3 });
    expect(dom.offsetOf(root.firstChild as Node, 3)).toBe(1);
  });

  it('finds the empty line', () => {
    const { root, dom } = read('<p>你好</p><p><br></p><p>在的</p>');
    const empty = root.children[1] as Element;
    expect(dom.offsetOf(empty, 0)).toBe(3);
    expect(dom.position(3, 'start')).toEqual({ node: empty, offset: 0 });
  });

  it('has a place in an empty box', () => {
    const { root, dom } = read('');
    expect(dom.position(0, 'start')).toEqual({ node: root, offset: 0 });
    expect(dom.offsetOf(root, 0)).toBe(0);
  });

  it('comes back from every offset of a text with lines and bold words', () => {
    const { dom } = read('你好<b>，在</b>的<br>请问<div>要什么</div>');
    for (let offset = 0; offset <= dom.text.length; offset++) {
      const { node, offset: at } = dom.position(offset, 'start');
      expect(dom.offsetOf(node, at)).toBe(offset);
    }
  });
});
