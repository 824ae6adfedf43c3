/** Who may write, what may be sent, and how often it is done. */
import { beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Access, ask, type Desk, expectProblem, ifMatch, onEach, Shop, sha256 } from './shop';

interface Operation {
  'x-access'?: Access;
}

onEach('writing', (backend) => {
  let shop: Shop;
  const desks = {} as Record<Access, Desk>;

  beforeAll(async () => {
    shop = await Shop.open(backend, 'writing');
    for (const access of ['viewer', 'editor', 'reviewer'] as const) {
      desks[access] = await shop.desk(access);
    }
    desks.admin = shop.admin;
  });

  it('answers no route without a token of this shop with enough access', async () => {
    const other = await Shop.open(backend, 'another');
    const { bytes } = await ask(backend, 'GET', '/v1/openapi.yaml');
    const { paths } = parse(new TextDecoder().decode(bytes));
    const order: Access[] = ['viewer', 'editor', 'reviewer', 'admin'];
    let tried = 0;
    for (const [template, operations] of Object.entries<Record<string, Operation>>(paths)) {
      const path = template
        .replace('{tenant}', shop.id)
        .replace('{sha256}', 'a'.repeat(64))
        .replace(/\{\w+\}/g, '1');
      for (const [method, { 'x-access': needed }] of Object.entries(operations)) {
        if (!needed) continue;
        const refused = async (status: number, code: string, token?: string) => {
          tried++;
          const headers = ifMatch('"1"').headers;
          const answer = await ask(backend, method.toUpperCase(), path, {
            headers,
            ...(token && { token }),
          });
          expectProblem(answer, status, code);
        };
        await refused(401, 'token');
        await refused(401, 'token', `huashu_${'A'.repeat(43)}`);
        if (template.includes('{tenant}')) await refused(403, 'access', other.admin.token);
        for (const access of order.slice(0, order.indexOf(needed))) {
          await refused(403, 'access', desks[access].token);
        }
      }
    }
    expect(tried).toBeGreaterThan(100);
  });

  it('forgets a token at once, and a member who is switched off', async () => {
    const guest = await shop.desk('viewer');
    expect((await guest.ask('GET', '/drafts')).status).toBe(200);
    const body = { name: '客人', access: 'viewer', active: false };
    await shop.admin.get('PUT', `/members/${guest.member}`, { body });
    expectProblem(await guest.ask('GET', '/drafts'), 401, 'token');

    const another = await shop.desk('viewer');
    const tokens = await shop.admin.get('GET', '/tokens');
    const { id } = tokens.find(({ member }: { member: string }) => member === another.member);
    expect((await shop.admin.ask('DELETE', `/tokens/${id}`)).status).toBe(204);
    expectProblem(await another.ask('GET', '/drafts'), 401, 'token');
    expect(JSON.stringify(tokens)).not.toContain(another.token);
  });

  it('keeps the last admin', async () => {
    const members = await shop.admin.get('GET', '/members');
    const { id } = members.find(({ access }: { access: Access }) => access === 'admin');
    const body = { name: 'admin', access: 'viewer' };
    expectProblem(await shop.admin.ask('PUT', `/members/${id}`, { body }), 409, 'last-admin');
  });

  it('does a request with a key once', async () => {
    const asking = { body: { title: '只做一次' }, headers: { 'Idempotency-Key': 'once-1' } };
    const first = await desks.editor.ask('POST', '/drafts', asking);
    const again = await desks.editor.ask('POST', '/drafts', asking);
    expect(first.status).toBe(201);
    expect(again.status).toBe(201);
    expect(again.json).toEqual(first.json);
    expect(again.headers.get('ETag')).toBe(first.headers.get('ETag'));
    expect(first.headers.get('Idempotency-Replayed')).toBeNull();
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    const other = { ...asking, body: { title: '别的事' } };
    expectProblem(await desks.editor.ask('POST', '/drafts', other), 422, 'key-reused');
    const malformed = { ...asking, headers: { 'Idempotency-Key': 'no spaces' } };
    expectProblem(await desks.editor.ask('POST', '/drafts', malformed), 400, 'form');
    const drafts = await desks.viewer.get('GET', '/drafts');
    expect(drafts.filter(({ title }: { title: string }) => title === '只做一次')).toHaveLength(1);
  });

  it('does a request with a key once even when it comes many times at the same moment', async () => {
    const asking = { body: { title: '同时' }, headers: { 'Idempotency-Key': 'at-once' } };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => desks.editor.ask('POST', '/drafts', asking)),
    );
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
  });

  it('changes only what was seen', async () => {
    const { editor } = desks;
    const draft = await editor.get('POST', '/drafts', { body: { title: '看过才改' } });
    const path = `/drafts/${draft.id}`;
    const body = { title: '改了', files: {} };
    expectProblem(await editor.ask('PUT', path, { body }), 428, 'if-match');
    for (const seen of ['"2"', '"x"', '1', '*']) {
      expectProblem(await editor.ask('PUT', path, { body, ...ifMatch(seen) }), 412, 'changed');
    }
    // Of several who saw the same, one is first.
    const answers = await Promise.all(
      ['甲', '乙', '丙', '丁'].map((title) =>
        editor.ask('PUT', path, { body: { title, files: {} }, ...ifMatch('"1"') }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    expect((await editor.get('GET', path)).version).toBe(2);
  });

  it('refuses bodies that are not what they should be', async () => {
    const { editor, admin } = desks;
    const refused = async (status: number, code: string, body: unknown, path = '/drafts') =>
      expectProblem(await editor.ask('POST', path, { body }), status, code);
    await refused(422, 'form', '');
    await refused(422, 'form', '{"title": ');
    await refused(422, 'form', '{"title": "一"} {"title": "二"}');
    await refused(422, 'form', '[]');
    await refused(422, 'form', { title: '多了', extra: 1 });
    await refused(422, 'form', { title: 7 });
    await refused(422, 'form', { title: ' ' });
    await refused(422, 'form', { title: '长'.repeat(121) });
    await refused(422, 'form', new Uint8Array([0xff, 0xfe, 0x00]));
    for (const name of [
      '../up.yaml',
      '/root.yaml',
      'a/../../b.yaml',
      'no.txt',
      'a\\b.yaml',
      '.yaml',
    ]) {
      await refused(422, 'form', { title: '路径', files: { [name]: 'x' } });
    }
    const asForm = { body: 'title=x', headers: { 'Content-Type': 'text/plain' } };
    expectProblem(await editor.ask('POST', '/drafts', asForm), 415, 'media-type');
    const member = { name: '<script>', access: 'owner' };
    expectProblem(await admin.ask('POST', '/members', { body: member }), 422, 'form');
  });

  it('refuses more than it reads', async () => {
    const { editor } = desks;
    const letters = (n: number) => 'x'.repeat(n);
    const large = { title: '大', files: { 'a.yaml': letters(5 << 20) } };
    expectProblem(await editor.ask('POST', '/drafts', { body: large }), 422, 'form');
    const larger = { title: '更大', files: { 'a.yaml': letters(9 << 20) } };
    expectProblem(await editor.ask('POST', '/drafts', { body: larger }), 413, 'size');
    const status = { method: 'POST', body: letters(70_000) };
    expectProblem(await ask(backend, 'POST', `/v1/t/${shop.id}/status`, status), 413, 'size');
    const pack = letters((16 << 20) + 1);
    expectProblem(await editor.ask('PUT', `/o/${sha256(pack)}`, { body: pack }), 413, 'size');
  });

  it('keeps bytes only under their own name', async () => {
    const pack = new TextEncoder().encode('no pack at all');
    const path = `/o/${sha256(pack)}`;
    const { editor, viewer } = desks;
    expectProblem(await editor.ask('PUT', `/o/${'0'.repeat(64)}`, { body: pack }), 422, 'hash');
    expect((await editor.get('PUT', path, { body: pack })).size).toBe(pack.length);
    expect((await viewer.ask('GET', path)).bytes).toEqual(pack);
    expectProblem(await shop.read(path), 404, 'not-found');
  });

  it('goes on after all of that', async () => {
    expect((await ask(backend, 'GET', '/healthz')).json).toEqual({ status: 'ok' });
  });
});
