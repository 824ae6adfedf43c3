import { expect, test } from 'vitest';
import { get } from './fetch';

const ask = { place: 'pack', url: 'https://rules.example.cn/x', limit: 10 } as const;

test('endless data is not read to the end', async () => {
  let sent = 0;
  let cancelled = false;
  const endless = new ReadableStream({
    pull: (controller) => {
      sent++;
      controller.enqueue(new Uint8Array(4));
    },
    cancel: () => {
      cancelled = true;
    },
  });
  await expect(get(async () => new Response(endless), ask)).rejects.toMatchObject({
    place: 'pack',
    code: 'size',
  });
  expect(cancelled).toBe(true);
  expect(sent).toBeLessThan(10);
});

test.each([
  ['an answer', () => new Response('bytes', { headers: { ETag: '"e"' } }), 'bytes'],
  ['nothing', () => new Response(null, { status: 404 }), 'missing'],
  ['nothing new', () => new Response(null, { status: 304 }), 'unchanged'],
])('%s', async (_, response, want) => {
  const got = await get(async () => response(), { ...ask, etag: '"e"' });
  expect(typeof got === 'string' ? got : new TextDecoder().decode(got.data)).toBe(want);
});

test.each([
  ['an error of the server', async () => new Response(null, { status: 500 })],
  ['an answer nobody asked for', async () => new Response(null, { status: 304 })],
  ['no connection', () => Promise.reject(new TypeError('Failed to fetch'))],
])('%s is a refusal', async (_, fetch) => {
  await expect(get(fetch, ask)).rejects.toMatchObject({ place: 'pack', code: 'network' });
});

test('nothing of the browser goes along, and no cache answers', async () => {
  let seen: RequestInit = {};
  const fetch = async (_: string, init: RequestInit) => {
    seen = init;
    return new Response('');
  };
  await get(fetch, { ...ask, etag: '"e"' });
  expect(seen).toMatchObject({
    headers: { 'If-None-Match': '"e"' },
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  });
});
