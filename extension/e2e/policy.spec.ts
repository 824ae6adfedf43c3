/**
 * Settings that a shop's IT makes by policy, in real Chromium. It reads
 * policies from one folder of the system, which only root may write: where
 * that is refused the tests say so and are skipped.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Worker } from '@playwright/test';
import type { Managed } from '../src/settings/managed';
import { folderOf, launch } from './browser';
import { openOurs } from './pages';
import { DemoServer } from './server';
import { alone, expect, expectMarks, openChat, says } from './test';

declare const chrome: typeof import('wxt/browser').browser;

const POLICIES = '/etc/chromium/policies/managed';

/** Says what holds for one extension, and takes it back. */
class Policy {
  private readonly file: string;
  /** The uppermost folder that was not there before. */
  private made: string | undefined;

  constructor(private readonly extension: string) {
    this.file = join(POLICIES, `huashu-test-${extension}.json`);
  }

  /** Rejects when this user may not. */
  async set(managed: Managed): Promise<void> {
    this.made ??= await mkdir(POLICIES, { recursive: true });
    const policy = { '3rdparty': { extensions: { [this.extension]: managed } } };
    await writeFile(this.file, JSON.stringify(policy));
  }

  async clear(): Promise<void> {
    await rm(this.made ?? this.file, { recursive: true, force: true });
  }
}

/** Chromium names an unpacked extension after its folder. */
function idOf(folder: string): string {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  return [...hash].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}

const test = alone.extend<{ policy: Policy; folder: string }>({
  // A copy has a name of its own: the policy holds for no other browser on this machine.
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
  folder: async ({}, use) => {
    const copy = await mkdtemp(join(tmpdir(), 'huashu-policy-'));
    await cp(folderOf('chrome-e2e'), copy, { recursive: true });
    await use(copy);
    await rm(copy, { recursive: true });
  },
  policy: async ({ folder }, use) => {
    const policy = new Policy(idOf(folder));
    await use(policy);
    await policy.clear();
  },
  context: async ({ folder, policy }, use, { skip }) => {
    try {
      await policy.set({
        profile: 'strict',
        shop: { shop: { name: '青禾家居', courier: '顺丰' } },
      });
    } catch (error) {
      skip(
        true,
        `Chromium reads policies from ${POLICIES} alone, and writing there failed: ${error}`,
      );
    }
    const context = await launch('chrome-e2e', 1, folder);
    await use(context);
    await context.close();
  },
});

/** Has the browser read its policies now; by itself it lets some seconds pass. */
async function reload(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto('chrome://policy');
  await page.locator('#reload-policies').click();
  await page.close();
}

/** What the browser tells the extension of its policy. */
const told = (worker: Worker) => worker.evaluate(() => chrome.storage.managed.get());

test('shows what policy has set and lets nobody change it', async ({
  page,
  worker,
  context,
  policy,
  origin,
}) => {
  await expect.poll(() => told(worker)).toMatchObject({ profile: 'strict' });
  await openOurs(page, worker, 'options.html');
  await expect(page.getByRole('radio', { name: says('profileStrict', 'within') })).toBeChecked();
  for (const radio of await page.getByRole('radio').all()) await expect(radio).toBeDisabled();
  await openOurs(page, worker, 'options.html#shop');
  const courier = page.getByLabel(says('factCourier', 'within'));
  await expect(courier).toHaveValue('顺丰');
  await expect(courier).not.toBeEditable();
  await expect(page.getByLabel(says('factWarranty'))).toBeEditable();

  // Strict remarks on what others let pass, on the page as well.
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type('亲爱的，您看好了吗');
  await expectMarks(input, ['hint 亲爱的']);

  await policy.set({ offSites: ['127.0.0.1'] });
  await reload(context);
  await expectMarks(input, []);
  await openOurs(page, worker, 'options.html#sites');
  const site = page.locator('li.line', { hasText: '127.0.0.1' });
  await expect(site.getByRole('switch')).toBeDisabled();
  await expect(site.getByText(says('managedHere'))).toBeVisible();
});

test('joins the shop that policy names, and nobody leaves it', async ({
  page,
  worker,
  context,
  policy,
}) => {
  // The server compiles the engine that its gate runs.
  test.setTimeout(90_000);
  const server = await DemoServer.start();
  try {
    await policy.set({ enrolmentLink: server.link });
    await reload(context);
    await openOurs(page, worker, 'options.html#sync');
    await expect(page.getByText(says('syncBound'))).toBeVisible();
    await expect(page.getByText(new URL(server.link).host)).toBeVisible();
    await expect(page.getByRole('button', { name: says('syncLeave') })).toHaveCount(0);
  } finally {
    await server.stop();
  }
});
