// @vitest-environment happy-dom
import type { Adapter } from '@huashu/wasm/types';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatWatcher } from './watcher';

const adapter: Adapter = {
  id: 'chat',
  title: '',
  matches: [],
  input: 'textarea',
  list: 'ul',
  rows: 'li',
  roles: { agent: '.own', buyer: 'li' },
  chat: { selector: 'h1' },
};

/** A frame in which the page's changes are told, one for the look that follows, one for good measure. */
async function frames(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
}

const list = () => document.querySelector('ul') as Element;
const say = (text: string, own = false) =>
  list().insertAdjacentHTML('beforeend', `<li class="${own ? 'own' : ''}">${text}</li>`);
const show = (name: string, ...said: [text: string, own?: boolean][]) => {
  list().replaceChildren();
  for (const [text, own] of said) say(text, own);
  (document.querySelector('h1') as Element).textContent = name;
};

describe('ChatWatcher', () => {
  const changed = vi.fn();
  let life = new AbortController();
  const watch = () => new ChatWatcher(document, adapter, changed, () => null, life.signal);
  const told = (watcher: ChatWatcher) =>
    watcher.current?.events.flatMap(({ kind, text }) => (kind === 'said' ? [text] : [])) ?? [];

  beforeEach(() => {
    life = new AbortController();
    changed.mockClear();
    document.body.innerHTML = '<h1>小满</h1><ul><li>在吗</li></ul>';
    return () => life.abort();
  });

  it('keeps a log for each chat', async () => {
    const watcher = watch();
    say('在的', true);
    await frames();
    expect(told(watcher)).toEqual(['在吗', '在的']);
    show('晴窗', ['有货吗']);
    await frames();
    expect(told(watcher)).toEqual(['有货吗']);
    show('小满', ['在吗'], ['在的', true]);
    await frames();
    expect(told(watcher)).toEqual(['在吗', '在的']);
  });

  it('takes rows that came before their name for that name’s', async () => {
    (document.querySelector('h1') as Element).textContent = '';
    const watcher = watch();
    expect(told(watcher)).toEqual(['在吗']);
    const early = watcher.current;
    (document.querySelector('h1') as Element).textContent = '小满';
    say('有人吗');
    await frames();
    expect(watcher.current).toBe(early);
    expect(told(watcher)).toEqual(['在吗', '有人吗']);
  });

  it('does nothing while nobody looks, and sees it all on return', async () => {
    const watcher = watch();
    changed.mockClear();
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    const read = vi.spyOn(list(), 'querySelectorAll');
    say('有货吗');
    await frames();
    expect(read).not.toHaveBeenCalled();
    expect(changed).not.toHaveBeenCalled();
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    await frames();
    expect(told(watcher)).toEqual(['在吗', '有货吗']);
    hidden.mockRestore();
  });

  it('leaves nothing running when it ends', async () => {
    watch();
    life.abort();
    changed.mockClear();
    say('有货吗');
    await frames();
    expect(changed).not.toHaveBeenCalled();
  });
});
