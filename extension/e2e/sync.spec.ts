/** From a supervisor's push to the open page, and what a client makes of a server that lies. */
import type { Page, Worker } from '@playwright/test';
import { allowedBy, SENT } from '../src/settings/sent';
import type { SyncState } from '../src/sync/state';
import { DemoServer, Liar } from './server';
import { alone, card, expect, expectMarks, openChat, says } from './test';

declare const chrome: typeof import('wxt/browser').browser;

const HEAD = '/v1/t/demo/head';

const test = alone.extend<{ liar: Liar }, { server: DemoServer }>({
  // One for all tests: it takes its time to compile the engine that its gate runs.
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
    async ({}, use) => {
      const server = await DemoServer.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  liar: async ({ server }, use) => {
    const liar = await Liar.before(server);
    await use(liar);
    await liar.stop();
  },
});

async function state(worker: Worker): Promise<SyncState | undefined> {
  return (await worker.evaluate(() => chrome.storage.local.get('sync'))).sync as
    | SyncState
    | undefined;
}

/** Opens the enrolment link, as an agent does, and waits until the page says that all is well. */
async function enrol(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await expect(page.locator('h1')).toHaveText('已加入');
}

/** The release in use, and why the last synchronisation failed. */
async function result(worker: Worker): Promise<[number | undefined, string | undefined]> {
  const now = await state(worker);
  const { failure } = now ?? {};
  return [now?.trust.active?.seq, failure ? `${failure.place} ${failure.code}` : undefined];
}

/** The list of rules in the options, with the shop's own in sight. */
async function openOptions(page: Page, worker: Worker): Promise<void> {
  await page.goto(new URL('/options.html#rules', worker.url()).href);
  await page.getByRole('searchbox').fill('shop.word');
  for (const group of await page.locator('details:not([open]) > summary').all())
    await group.click();
}

const expectResult = (worker: Worker, seq: number, failure?: string) =>
  expect.poll(() => result(worker)).toEqual([seq, failure]);

test('what is published shows in the open page', async ({ page, worker, server }) => {
  await enrol(page, server.link);
  for (const [chat, word] of [
    ['c-lu', '库存'],
    ['c-nan', '货源'],
  ] as const) {
    const input = await openChat(page, server.origin, chat);
    await page.keyboard.type(word);
    await expectMarks(input, []);
    const seq = await server.publish(word);
    await expectMarks(input, [`hint ${word}`]);
    await expectResult(worker, seq);
  }
});

test('what a rule says is text, whatever it looks like', async ({ page, worker, server }) => {
  const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  await enrol(page, server.link);
  const input = await openChat(page, server.origin, 'c-lu');
  const { title } = await page.evaluate(() => ({ title: document.title }));
  await page.keyboard.type('余量');
  await server.publish('余量', evil);
  await expectMarks(input, ['hint 余量']);
  await page.keyboard.press('Alt+Enter');
  await expect(card(page)).toContainText(evil);
  await card(page)
    .getByRole('button', { name: says('popoverWhy') })
    .click();
  await expect(card(page).getByText(evil)).not.toHaveCount(0);
  await expect(card(page).locator('img, script')).toHaveCount(0);
  expect(await page.title()).toBe(title);
  await openOptions(page, worker);
  await expect(page.getByText(evil).first()).toBeVisible();
  await expect(page.locator('img[src=x], script:not([src])')).toHaveCount(0);
});

test('underlines stay when the service worker and the server are gone', async ({
  page,
  context,
  worker,
}) => {
  const server = await DemoServer.start();
  await enrol(page, server.link);
  await expectResult(worker, await server.publish('库存'));
  const input = await openChat(page, server.origin, 'c-lu');
  await page.keyboard.type('库存');
  await expectMarks(input, ['hint 库存']);

  const devtools = await context.newCDPSession(page);
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.stopAllWorkers');
  await server.stop();
  await page.keyboard.type('，还有库存');
  await expectMarks(input, ['hint 库存', 'hint 库存']);
});

test('the server hears what the privacy page says, and nothing else', async ({
  page,
  worker,
  server,
  liar,
}) => {
  const options = new URL('/options.html#sync', worker.url()).href;
  await page.goto(options);
  await page.getByLabel(says('syncLink')).fill(server.link.replace(server.origin, liar.origin));
  await page.getByRole('button', { name: says('syncEnrol') }).click();
  await expect(page.getByRole('button', { name: says('syncLeave') })).toBeVisible();
  // The first report is due half a minute after the release came.
  const due = () => worker.evaluate(() => chrome.alarms.get('status'));
  await expect.poll(due).toBeDefined();
  await worker.evaluate(() => chrome.alarms.create('status', { when: Date.now() }));
  await expect.poll(() => liar.asked.map(({ method }) => method)).toContain('POST');

  for (const { method, path, body } of liar.asked) {
    expect(allowedBy(method, path, body), `${method} ${path} ${body}`).not.toBeNull();
  }
  await page.goto(options.replace('sync', 'privacy'));
  for (const { path } of SENT) await expect(page.getByText(path)).toBeVisible();
});

/** Presses the popup's button, and expects it to give this reason, or none. */
async function synchronise(
  page: Page,
  worker: Worker,
  reason?: Parameters<typeof says>[0],
): Promise<void> {
  const popup = await page.context().newPage();
  await popup.goto(new URL('/popup.html', worker.url()).href);
  await popup.getByRole('button', { name: says('syncNow') }).click();
  const refusal = popup.getByRole('alert');
  if (reason) await expect(refusal).toContainText(says(reason, 'within'));
  else await expect(refusal).toHaveCount(0);
  await popup.close();
}

/** Zstandard that says 128 KiB of zeros in four bytes, two thousand times: 256 MiB. */
function bomb(): Buffer {
  const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]);
  const block = (last: 0 | 1) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUIntLE((131_072 << 3) | (1 << 1) | last, 0, 3);
    return bytes;
  };
  return Buffer.concat([frame, ...Array.from({ length: 2047 }, () => block(0)), block(1)]);
}

test('an update comes as a delta, else as what the new pack differs in from the old one', async ({
  page,
  worker,
  server,
  liar,
}) => {
  await server.publish('货源');
  await enrol(page, server.link.replace(server.origin, liar.origin));
  const fetched = (path: string) => liar.asked.filter((asked) => asked.path === path);

  await expectResult(worker, await server.publish('库存'));
  const [delta] = await server.deltaPaths(await server.head());
  expect(fetched(delta ?? '')).toMatchObject([{ status: 200 }]);
  expect(fetched(await server.packPath(await server.head()))).toEqual([]);

  // The next delta is not to be had. The head is held back until that is so.
  liar.say(HEAD, await server.head());
  const next = await server.publish('包邮');
  const head = await server.head();
  for (const path of await server.deltaPaths(head)) liar.say(path, 'gone');
  liar.say(HEAD, head);
  await synchronise(page, worker);
  await expectResult(worker, next);
  const [pack] = fetched(await server.packPath(head));
  expect(pack).toMatchObject({ status: 200, coding: 'dcz' });
  expect(pack?.size).toBeLessThan(100_000);
  test.info().annotations.push({ type: 'bytes of the pack as dcz', description: `${pack?.size}` });

  const input = await openChat(page, liar.origin, 'c-lu');
  await page.keyboard.type('包邮');
  await expectMarks(input, ['hint 包邮']);
});

test('hints come over a WebSocket where no stream can be had', async ({
  page,
  worker,
  server,
  liar,
}) => {
  liar.say('/v1/t/demo/events', 'no stream here');
  await server.publish('货源');
  await enrol(page, server.link.replace(server.origin, liar.origin));
  await expectResult(worker, await server.publish('库存'));
});

test('the server is told how its rules do, in numbers', async ({ page, worker, server, liar }) => {
  const seq = await server.publish('货源');
  await enrol(page, server.link.replace(server.origin, liar.origin));
  await expectResult(worker, seq);
  const input = await openChat(page, liar.origin, 'c-lu');
  await page.keyboard.type('货源');
  await expectMarks(input, ['hint 货源']);
  await page.keyboard.press('Enter'); // sent: what stood in it counts
  await expectMarks(input, []);
  await worker.evaluate(() => chrome.alarms.create('status', { when: Date.now() }));
  const told = () => liar.asked.filter(({ method, status }) => method === 'POST' && status > 0);
  await expect.poll(() => told().length, { timeout: 40_000 }).toBeGreaterThan(0);
  const [report] = told();
  expect(report).toMatchObject({ path: '/v1/t/demo/status', status: 204 });
  const { rules, ...rest } = JSON.parse(report?.body ?? '');
  expect(rest).toEqual({ release: seq, joined: true, left: 0, failed: [] });
  expect(rules).toEqual([[expect.any(Number), 1, 0, 0, 0]]);
});

test.describe('a server that lies', () => {
  /** The release in use when it begins to lie. */
  let good: number;

  test.beforeEach(async ({ page, worker, server, liar }) => {
    await server.publish('货源');
    good = await server.publish('库存');
    await enrol(page, server.link.replace(server.origin, liar.origin));
    await expectResult(worker, good);
  });

  /** Asks now, sees the refusal, that the last good pack still works, and that the truth is heard. */
  async function refused(
    page: Page,
    worker: Worker,
    liar: Liar,
    failure: string,
    reason: Parameters<typeof says>[0],
  ): Promise<void> {
    await synchronise(page, worker, reason);
    await expectResult(worker, good, failure);
    const input = await openChat(page, liar.origin, 'c-lu');
    await page.keyboard.type('库存');
    await expectMarks(input, ['hint 库存']);
    liar.repent();
    await synchronise(page, worker);
    await expect.poll(async () => (await result(worker))[1]).toBeUndefined();
  }

  test('with a pack that was tampered with', async ({ page, worker, server, liar }) => {
    // The liar holds back the hint: the pack must not be fetched before it lies.
    liar.say(HEAD, await server.head());
    const next = await server.publish('货源');
    const head = await server.head();
    const path = await server.packPath(head);
    const pack = Buffer.from(await (await fetch(server.origin + path)).arrayBuffer());
    pack[pack.length - 1] = (pack[pack.length - 1] ?? 0) ^ 1;
    liar.say(path, pack);
    // Nor does another way lead there.
    for (const delta of await server.deltaPaths(head)) liar.say(delta, 'no delta');
    liar.say(HEAD, head);
    await refused(page, worker, liar, 'pack hash', 'refusalHash');
    await expectResult(worker, next);
  });

  test('with a delta and a pack that are bombs', async ({ page, worker, server, liar }) => {
    const before = await server.head();
    liar.say(HEAD, before);
    await server.publish('货源');
    const head = await server.head();
    for (const path of await server.deltaPaths(head)) {
      liar.say(path, bomb(), { 'Content-Encoding': 'zstd' });
    }
    // The browser holds the pack in use as a dictionary: RFC 9842, section 5.
    const held = (await server.packPath(before)).slice(-64);
    const dcz = [Buffer.from(`5e2a4d1820000000${held}`, 'hex'), bomb()];
    liar.say(await server.packPath(head), Buffer.concat(dcz), { 'Content-Encoding': 'dcz' });
    liar.say(HEAD, head);
    await refused(page, worker, liar, 'pack size', 'refusalSize');
  });

  test('with an older head', async ({ page, worker, server, liar }) => {
    liar.say(HEAD, await server.forgeHead({ version: 1 }));
    await refused(page, worker, liar, 'head rollback', 'refusalRollback');
  });

  test('with an older release under a newer head', async ({ page, worker, server, liar }) => {
    const payload = JSON.parse(
      Buffer.from(JSON.parse(await server.head()).payload, 'base64').toString(),
    );
    const release = await (
      await fetch(`${server.origin}/v1/t/demo/o/${payload.stable.sha256}`)
    ).text();
    const { parent } = JSON.parse(Buffer.from(JSON.parse(release).payload, 'base64').toString());
    const older = await (await fetch(`${server.origin}/v1/t/demo/o/${parent}`)).arrayBuffer();
    const stable = { sha256: parent, size: older.byteLength };
    liar.say(HEAD, await server.forgeHead({ version: payload.version + 1, stable }));
    await refused(page, worker, liar, 'release rollback', 'refusalRollback');
  });

  test('with a head that has expired', async ({ page, worker, server, liar }) => {
    liar.say(HEAD, await server.forgeHead({ expires: '2020-01-01T00:00:00Z' }));
    await refused(page, worker, liar, 'head expired', 'refusalExpired');
  });
});
