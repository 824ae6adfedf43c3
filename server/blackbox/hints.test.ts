/** A hint reaches whoever listens, over WebSocket, as soon as there is a new head. */
import { beforeAll, expect, it } from 'vitest';
import { ask, expectProblem, onEach, Shop, wordPack } from './shop';

/** A WebSocket whose messages can be waited for. */
class Listener {
  private readonly said: string[] = [];
  private wake = () => {};
  readonly closed: Promise<CloseEvent>;

  private constructor(readonly socket: WebSocket) {
    socket.addEventListener('message', ({ data }) => {
      this.said.push(String(data));
      this.wake();
    });
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', resolve);
    });
  }

  static open(url: string): Promise<Listener> {
    const socket = new WebSocket(url.replace(/^http/, 'ws'));
    const listener = new Listener(socket);
    return new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve(listener));
      socket.addEventListener('error', () => reject(new Error(`no WebSocket at ${url}`)));
    });
  }

  async next(): Promise<string> {
    for (;;) {
      const message = this.said.shift();
      if (message !== undefined) return message;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  async hint(): Promise<{ version: number; jitter: number }> {
    return JSON.parse(await this.next());
  }
}

onEach('hints', (backend) => {
  let shop: Shop;
  const listen = () => Listener.open(`${backend.url}/v1/t/${shop.id}/ws`);

  beforeAll(async () => {
    shop = await Shop.open(backend, 'hints', '--solo');
  });

  it('come with every new head, and first of the present one', async () => {
    const early = await listen(); // before there is any head
    const { admin } = shop;
    const record = await admin.approve(await admin.submit('第一版', wordPack('库存')));
    const { version } = await admin.share(record.seq, 10_000);
    expect(await early.hint()).toEqual({ version, jitter: expect.any(Number) });

    const late = await listen();
    expect((await late.hint()).version).toBe(version);
    expect((await admin.get('GET', '/health')).subscribers).toBe(2);
    const later = await admin.get('PUT', '/killed/shop.word');
    for (const listener of [early, late]) {
      const hint = await listener.hint();
      expect(hint.version).toBe(later.version);
      expect(hint.jitter).toBeLessThan(1000);
      listener.socket.close();
      await listener.closed;
    }
    // The head that a hint is about is there when the hint is.
    expect((await shop.head()).version).toBe(later.version);
  });

  it('are not talked back to, but answer a ping', async () => {
    const listener = await listen();
    await listener.hint();
    listener.socket.send('ping');
    expect(await listener.next()).toBe('pong');
    listener.socket.send('hello');
    expect((await listener.closed).code).toBe(1008);
  });

  it('are for shops that are there, and speak WebSocket', async () => {
    expectProblem(await ask(backend, 'GET', `/v1/t/${shop.id}/ws`), 426, 'upgrade');
    await expect(Listener.open(`${backend.url}/v1/t/nobody/ws`)).rejects.toThrow('no WebSocket');
  });
});
