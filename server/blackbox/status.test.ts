/** Browsers' counters: whole numbers, summed; a candidate that does worse is halted. */
import { beforeAll, expect, it } from 'vitest';
import { type Answer, ask, expectProblem, onEach, Shop, wordPack } from './shop';

onEach('status', (backend) => {
  let shop: Shop;
  const report = (body: unknown): Promise<Answer> =>
    ask(backend, 'POST', `/v1/t/${shop.id}/status`, { body });

  beforeAll(async () => {
    shop = await Shop.open(backend, 'status', '--solo');
    const { admin } = shop;
    const first = await admin.approve(await admin.submit('第一版', wordPack('库存')));
    await admin.share(first.seq, 10_000);
  });

  it('sums what many browsers tell', async () => {
    for (let i = 0; i < 5; i++) {
      const answer = await report({ release: 1, joined: true, left: 0, rules: [[0, 3, 2, 1, 0]] });
      expect(answer.status).toBe(204);
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
    }
    const day = new Date().toISOString().slice(0, 10);
    const [stats] = await shop.admin.get('GET', `/stats?from=${day}&to=${day}`);
    expect(stats).toMatchObject({
      day,
      seq: 1,
      hits: 15,
      accepted: 10,
      dismissed: 5,
      falseAlarms: 0,
    });
    expect(stats.rule).toMatch(/^[a-z]/);
    const [adoption] = await shop.admin.get('GET', '/adoption');
    expect(adoption).toEqual({ day, seq: 1, clients: 5, failures: 0 });
  });

  it('has no place for anything but numbers', async () => {
    const refused = [
      { release: 1, text: '您好' },
      { release: '1' },
      { release: 1, rules: [['您好', 0, 0, 0, 0]] },
      { release: 1, rules: [[0, 1.5, 0, 0, 0]] },
      { release: 1, rules: [[0, -1, 0, 0, 0]] },
      { release: 1, rules: [[0, 1, 0, 0]] },
      { release: 1, rules: [[99_999, 1, 0, 0, 0]] },
      { release: 1, rules: [[0, 1e15, 0, 0, 0]] },
      { release: 1, failed: [[1]] },
      { release: 1, left: -1 },
      'not JSON',
      '',
    ];
    for (const body of refused) expectProblem(await report(body), 422, 'form');
    expectProblem(await report({ release: 77 }), 404, 'not-found');
  });

  it('halts a candidate that fails where the stable release does not', async () => {
    const { admin } = shop;
    const second = await admin.approve(await admin.submit('第二版', wordPack('断货')));
    await admin.share(second.seq, 5000);
    await Promise.all(
      Array.from({ length: 30 }, () => report({ release: 1, joined: true, failed: [] })),
    );
    await Promise.all(
      Array.from({ length: 25 }, () => report({ release: 1, failed: [[second.seq, 1]] })),
    );
    const { candidate } = await admin.get('GET', '/rollout');
    expect(candidate).toBeUndefined();
    expect((await shop.head()).candidate).toBeUndefined();
    const [last] = await admin.get('GET', '/audit?limit=1');
    expect(last).toMatchObject({ action: 'rollout.halt', member: 'server' });
  });
});
