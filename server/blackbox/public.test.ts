/** What browsers read: signed documents, unchanging bytes, from any origin. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { ask, expectProblem, onEach, payload, Shop, sha256, wordPack } from './shop';

const envelopeType = 'application/vnd.dsse.envelope.v1+json';

onEach('reading', (backend) => {
  let shop: Shop;
  let release: { sha256: string; size: number };
  let pack: { sha256: string; size: number };

  beforeAll(async () => {
    shop = await Shop.open(backend, 'reading', '--solo');
    const { admin } = shop;
    const record = await admin.approve(await admin.submit('第一版', wordPack('库存')));
    await admin.share(record.seq, 10_000);
    ({ release, pack } = record);
  });

  it('gives the root that the enrolment link names', async () => {
    const answer = await ask(backend, 'GET', '/v1/root/1');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toBe(envelopeType);
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    expect(Buffer.from(answer.bytes)).toEqual(readFileSync(join(backend.keys, 'root.json')));
    const link = new URLSearchParams(new URL(shop.enrolment).hash.slice(1));
    expect(link.get('tenant')).toBe(shop.id);
    expect(link.get('root')).toBe('1');
    expect(link.get('sha256')).toBe(sha256(Buffer.from(answer.json.payload, 'base64')));
  });

  it('gives the head, and nothing to whoever has it', async () => {
    const answer = await shop.read('/head');
    const { headers, bytes } = answer;
    expect(answer.status).toBe(200);
    expect(headers.get('Content-Type')).toBe(envelopeType);
    expect(headers.get('Cache-Control')).toBe('public, max-age=5');
    expect(headers.get('ETag')).toBe(`"${sha256(bytes)}"`);
    expect(payload(answer.json)).toMatchObject({
      _type: 'freshness',
      tenant: shop.id,
      stable: release,
    });
    for (const known of [`"${sha256(bytes)}"`, `"other", W/"${sha256(bytes)}"`, '*']) {
      const again = await shop.read('/head', { headers: { 'If-None-Match': known } });
      expect(again.status, known).toBe(304);
      expect(again.bytes).toHaveLength(0);
      expect(again.headers.get('ETag')).toBe(headers.get('ETag'));
    }
    const other = await shop.read('/head', { headers: { 'If-None-Match': '"other"' } });
    expect(other.status).toBe(200);
  });

  it.each(['gzip', 'identity'])('gives release and pack by their hash, as %s', async (coding) => {
    for (const { sha256: name, size } of [release, pack]) {
      const headers = { 'Accept-Encoding': coding };
      const answer = await shop.read(`/o/${name}`, { headers });
      expect(answer.status).toBe(200);
      expect(answer.bytes).toHaveLength(size);
      expect(sha256(answer.bytes)).toBe(name);
      expect(answer.headers.get('Content-Encoding')).toBe(coding === 'gzip' ? 'gzip' : null);
      expect(answer.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('Vary')).toContain('Accept-Encoding');
      expect(answer.headers.get('Content-Type')).toBe('application/octet-stream');
      // Of the representation, that is, with its coding.
      const digest = /^sha-256=:(.+):$/.exec(answer.headers.get('Repr-Digest') ?? '')?.[1] ?? '';
      const etag = answer.headers.get('ETag') ?? '';
      expect(etag).toBe(`"${Buffer.from(digest, 'base64').toString('hex')}"`);
      if (coding === 'identity') expect(etag).toBe(`"${name}"`);
      const again = await shop.read(`/o/${name}`, {
        headers: { ...headers, 'If-None-Match': etag },
      });
      expect(again.status).toBe(304);
      expect(again.bytes).toHaveLength(0);
    }
  });

  it('answers HEAD as GET, without a body', async () => {
    for (const path of [
      '/v1/root/1',
      `/v1/t/${shop.id}/head`,
      `/v1/t/${shop.id}/o/${pack.sha256}`,
      '/healthz',
    ]) {
      const get = await ask(backend, 'GET', path);
      const head = await ask(backend, 'HEAD', path);
      expect(head.status, path).toBe(200);
      expect(head.bytes, path).toHaveLength(0);
      expect(head.headers.get('ETag'), path).toBe(get.headers.get('ETag'));
      expect(head.headers.get('Content-Type'), path).toBe(get.headers.get('Content-Type'));
    }
  });

  it('lets any page read, and have nothing else', async () => {
    for (const path of [
      '/v1/root/1',
      `/v1/t/${shop.id}/head`,
      `/v1/t/${shop.id}/o/${pack.sha256}`,
    ]) {
      const { headers } = await ask(backend, 'GET', path, {
        headers: { Origin: 'https://a.example' },
      });
      expect(headers.get('Access-Control-Allow-Origin'), path).toBe('*');
      expect(headers.get('Access-Control-Expose-Headers'), path).toContain('ETag');
      expect(headers.get('Access-Control-Allow-Credentials'), path).toBeNull();
    }
    const preflight = await ask(backend, 'OPTIONS', `/v1/t/${shop.id}/status`);
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('Access-Control-Allow-Methods')).toContain('POST');
    expectProblem(await ask(backend, 'OPTIONS', '/v1/admin/me'), 403, 'cross-origin');
  });

  it('sends the strict headers with everything', async () => {
    const paths = [
      '/v1/root/1',
      '/v1/root/2',
      `/v1/t/${shop.id}/head`,
      '/v1/t/nobody/head',
      '/v1/nothing',
      '/healthz',
    ];
    for (const path of [...paths, `/v1/t/${shop.id}/o/${pack.sha256}`, '/v1/admin/me']) {
      const { headers } = await ask(backend, 'GET', path);
      expect(headers.get('X-Content-Type-Options'), path).toBe('nosniff');
      expect(headers.get('Referrer-Policy'), path).toBe('no-referrer');
      expect(headers.get('Content-Security-Policy'), path).toContain("default-src 'none'");
    }
  });

  it('has nothing under other names', async () => {
    const paths = [
      '/v1/root/0',
      '/v1/root/2',
      '/v1/root/one',
      '/v1/t/nobody/head',
      '/v1/t/Not%20A%20Name/head',
      `/v1/t/nobody/o/${pack.sha256}`,
      `/v1/t/${shop.id}/o/${'0'.repeat(64)}`,
      `/v1/t/${shop.id}/o/${pack.sha256.toUpperCase()}`,
      `/v1/t/${shop.id}/o/..%2F..%2Fhead`,
      '/v1/nothing',
    ];
    for (const path of paths) expectProblem(await ask(backend, 'GET', path), 404, 'not-found');
  });

  it('has pages for people, which run nothing but their own scripts', async () => {
    for (const path of ['/', '/enroll', '/console/']) {
      const { status, headers, bytes } = await ask(backend, 'GET', path);
      expect(status, path).toBe(200);
      expect(headers.get('Content-Type'), path).toBe('text/html; charset=utf-8');
      expect(headers.get('Content-Security-Policy'), path).toMatch(
        /^default-src 'none'; script-src 'self'/,
      );
      expect(headers.get('X-Content-Type-Options'), path).toBe('nosniff');
      // What a page is made of is there too.
      const [, script] =
        /(?:src|href)="(\/console\/[^"]+\.(?:js|css))"/.exec(new TextDecoder().decode(bytes)) ?? [];
      const part = await ask(backend, 'GET', script ?? '');
      expect(part.status, script).toBe(200);
      expect(part.headers.get('Content-Security-Policy'), script).toContain("default-src 'none'");
    }
  });

  it('says that it is well, and what it can do', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const answer = await ask(backend, 'GET', path);
      expect(answer.json).toEqual({ status: 'ok' });
    }
    const answer = await ask(backend, 'GET', '/v1/openapi.yaml');
    expect(new TextDecoder().decode(answer.bytes)).toContain('openapi: 3.1.0');
  });
});
