/** From a draft to every browser, and back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { root } from '../../scripts/lib/shell.mjs';
import { createEngine } from '../../wasm/binding';
import { type Desk, expectProblem, ifMatch, onEach, payload, Shop, sha256, wordPack } from './shop';

onEach('workflow', (backend) => {
  let shop: Shop;
  let viewer: Desk;
  let editor: Desk;
  let reviewer: Desk;

  beforeAll(async () => {
    shop = await Shop.open(backend, 'workflow');
    viewer = await shop.desk('viewer');
    editor = await shop.desk('editor');
    reviewer = await shop.desk('reviewer');
  });

  it('begins with nothing', async () => {
    expectProblem(await shop.read('/head'), 404, 'not-found');
    expect(await viewer.get('GET', '/rollout')).toMatchObject({ stable: 0, killed: [] });
    expect(await viewer.get('GET', '/releases')).toEqual([]);
  });

  it('names the place of a mistake, and keeps the draft open', async () => {
    const files = {
      ...wordPack('库存'),
      'rules/bad.yaml': 'rules:\n  - {id: 1, nonsense: true}\n',
    };
    const draft = await editor.get('POST', '/drafts', { body: { title: '写错了', files } });
    const answer = await editor.ask('POST', `/drafts/${draft.id}/submit`, ifMatch('"1"'));
    expectProblem(answer, 422, 'mistakes');
    expect(answer.json.mistakes[0]).toMatchObject({ file: 'rules/bad.yaml', line: 2 });
    expect((await viewer.get('GET', `/drafts/${draft.id}`)).state).toBe('open');
    expect((await editor.ask('DELETE', `/drafts/${draft.id}`, ifMatch('"1"'))).status).toBe(204);
    expectProblem(await viewer.ask('GET', `/drafts/${draft.id}`), 404, 'not-found');
  });

  it('refuses a pack whose own examples fail', async () => {
    const files = wordPack('库存');
    files['rules/word.yaml'] =
      files['rules/word.yaml']?.replace('没有[[库存]]', '[[没有]]库存') ?? '';
    const draft = await editor.get('POST', '/drafts', { body: { title: '例子不对', files } });
    const answer = await editor.ask('POST', `/drafts/${draft.id}/submit`, ifMatch('"1"'));
    expectProblem(answer, 422, 'gate');
    expect(answer.json.detail).toContain('rule shop.word: examples.bad[1]');
  });

  it('takes a draft through four eyes to everybody', async () => {
    const submitted = await editor.submit('库存要换个说法', wordPack('库存'));
    expect(submitted).toMatchObject({ state: 'submitted', version: 2, editor: editor.member });
    expect(submitted.report.examples).toBeGreaterThan(4);

    // Who can read knows what would change, and the bytes that would go out.
    const changes = await viewer.get('GET', `/drafts/${submitted.id}/diff`);
    expect(changes).toContainEqual(
      expect.objectContaining({ op: '+', kind: 'rule', id: 'shop.word' }),
    );
    const staged = await viewer.ask('GET', `/o/${submitted.pack.sha256}`);
    expect(sha256(staged.bytes)).toBe(submitted.pack.sha256);
    expectProblem(await shop.read(`/o/${submitted.pack.sha256}`), 404, 'not-found');

    // Another person signs; a signature over something else is refused.
    const proposal = await reviewer.get('GET', `/drafts/${submitted.id}/proposal`);
    expect(proposal).toMatchObject({ _type: 'release', tenant: shop.id, seq: 1, parent: '' });
    const approve = (envelope: string, desk = reviewer) =>
      desk.ask('POST', `/drafts/${submitted.id}/approve`, { body: envelope, ...ifMatch('"2"') });
    const signed = shop.sign(proposal);
    expectProblem(await approve(signed.replace(/"sig":"..../, '"sig":"AAAA')), 422, 'signature');
    expectProblem(await approve(shop.sign({ ...proposal, tenant: 'other' })), 422, 'tenant');
    expectProblem(await approve('{"payload": "not an envelope"'), 422, 'format');
    expectProblem(await approve(signed, editor), 403, 'access');
    const record = (await approve(signed)).json;
    expect(record).toMatchObject({ seq: 1, state: 'approved', approver: reviewer.member });
    expectProblem(await shop.read(`/o/${record.release.sha256}`), 404, 'not-found');

    // There is nothing that others could have meanwhile: the first one is for all.
    const { headers } = await reviewer.ask('GET', '/rollout');
    const some = { body: { seq: 1, share: 100 }, ...ifMatch(headers.get('ETag') ?? '') };
    expectProblem(await reviewer.ask('PUT', '/rollout', some), 409, 'state');
    expect(await reviewer.share(1, 10_000)).toMatchObject({ stable: 1 });
    const head = await shop.head();
    expect(head.stable).toEqual(record.release);
    expect(head.candidate).toBeUndefined();
    const envelope = await shop.read(`/o/${record.release.sha256}`);
    expect(new TextDecoder().decode(envelope.bytes)).toBe(signed);
    expect((await shop.read(`/o/${record.pack.sha256}`)).bytes).toHaveLength(record.pack.size);
  });

  it('does not let an editor approve what they wrote, whatever they may do', async () => {
    const draft = await reviewer.submit('自己写自己批', wordPack('货源'));
    const body = shop.sign(await reviewer.get('GET', `/drafts/${draft.id}/proposal`));
    const answer = await reviewer.ask('POST', `/drafts/${draft.id}/approve`, {
      body,
      ...ifMatch('"2"'),
    });
    expectProblem(answer, 409, 'four-eyes');
  });

  it('returns a draft with a comment, to be written again', async () => {
    const draft = await editor.submit('再想想', wordPack('仓库'));
    const seen = ifMatch('"2"');
    const comment = '“仓库”本身没有问题。';
    const returned = await reviewer.get('POST', `/drafts/${draft.id}/return`, {
      body: { comment },
      ...seen,
    });
    expect(returned).toMatchObject({ state: 'open', comment, version: 3 });
    const body = { title: '再想想', files: wordPack('缺货') };
    const stale = await editor.ask('PUT', `/drafts/${draft.id}`, { body, ...seen });
    expectProblem(stale, 412, 'changed');
    const written = await editor.ask('PUT', `/drafts/${draft.id}`, { body, ...ifMatch('"3"') });
    expect(written.headers.get('ETag')).toBe('"4"');
  });

  it('gives a release to some, to more, to nobody, to all, and goes back to the one before', async () => {
    const second = await reviewer.approve(await editor.submit('第二版', wordPack('断货')));
    const before = await shop.head();
    const some = await reviewer.share(second.seq, 100);
    expect(some).toMatchObject({ stable: 1, candidate: { seq: second.seq, share: 100 } });
    const head = await shop.head();
    expect(head.candidate).toMatchObject({ release: second.release, share: 100 });
    expect(head.stable).toEqual(before.stable);
    expect(head.version).toBeGreaterThan(before.version);
    expect((await shop.read(`/o/${second.pack.sha256}`)).bytes).toHaveLength(second.pack.size);

    expect((await reviewer.share(second.seq, 1000)).candidate.share).toBe(1000);
    const { headers } = await reviewer.ask('GET', '/rollout');
    const fewer = { body: { seq: second.seq, share: 100 }, ...ifMatch(headers.get('ETag') ?? '') };
    expectProblem(await reviewer.ask('PUT', '/rollout', fewer), 409, 'state');
    expect(await reviewer.get('POST', '/rollout/halt')).not.toHaveProperty('candidate');
    expect((await shop.head()).candidate).toBeUndefined();
    expect((await viewer.get('GET', `/releases/${second.seq}`)).state).toBe('halted');

    await reviewer.share(second.seq, 10_000); // a person may start it again
    expect((await shop.head()).stable).toEqual(second.release);
    const revert = await reviewer.get('GET', '/releases/1/revert');
    expect(revert).toMatchObject({ parent: second.release.sha256, reverts: second.seq });
    const { seq } = await reviewer.get('POST', '/releases', { body: shop.sign(revert) });
    const releases = await viewer.get('GET', '/releases');
    expect(releases[0]).toMatchObject({ seq, state: 'stable', reverts: second.seq });
    expect(releases.map(({ state }: { state: string }) => state)).toEqual([
      'stable',
      'replaced',
      'replaced',
    ]);
    expect((await shop.head()).stable).toEqual(releases[0].release);
  });

  it('leads from the last packs to the next by what has changed', async () => {
    const [revert, second, first] = await viewer.get('GET', '/releases');
    const module = await WebAssembly.compile(readFileSync(join(root, 'wasm/dist/huashu.wasm')));
    const get = async (ref: { sha256: string }) => await shop.read(`/o/${ref.sha256}`);
    for (const [from, to] of [
      [first, second],
      [second, revert],
    ]) {
      const { deltas } = payload((await get(to.release)).json);
      expect(deltas).toEqual([expect.objectContaining({ from: from.pack.sha256 })]);
      const [pack, delta] = [await get(from.pack), await get(deltas[0])];
      expect(delta.bytes).toHaveLength(deltas[0].size);
      expect(delta.bytes.length).toBeLessThan(to.pack.size / 100);
      const rebuilt = (await createEngine(module)).rebuild(pack.bytes, delta.bytes);
      expect(sha256(rebuilt)).toBe(to.pack.sha256);
    }
  });

  it('switches a rule off everywhere at once, and on again', async () => {
    expect((await reviewer.get('PUT', '/killed/shop.word')).killed).toEqual(['shop.word']);
    expect((await shop.head()).killed).toEqual(['shop.word']);
    expect((await reviewer.get('DELETE', '/killed/shop.word')).killed).toEqual([]);
    expect((await shop.head()).killed).toBeUndefined();
  });

  it('has written all of it into an audit that the head vouches for', async () => {
    const entries = await viewer.get('GET', '/audit?limit=500');
    const actions = new Set(entries.map(({ action }: { action: string }) => action));
    for (const action of [
      'draft.submit',
      'draft.return',
      'draft.delete',
      'release.approve',
      'release.publish',
      'rollout.share',
      'rollout.halt',
      'rule.kill',
      'rule.restore',
      'member.add',
      'token.add',
    ]) {
      expect(actions).toContain(action);
    }
    const verdict = await viewer.get('GET', '/audit/verify');
    expect(verdict).toMatchObject({ ok: true, length: entries.length, head: entries[0].hash });
    expect((await shop.head()).audit).toBe(entries[0].hash);
  });
});
