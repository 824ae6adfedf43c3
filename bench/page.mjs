/**
 * `npm run bench:page`: Huashu in a real page of a real Chromium, plain and
 * with the processor slowed down four times. Writes docs/performance-page.md.
 *
 *   HUASHU_KEYS=500 HUASHU_HOURS=4   how many keys are timed, how long a day is typed through
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { report } from './page-report.mjs';
import { serveDemo } from './serve.mjs';
import { trace } from './trace.mjs';

/**
 * A page of the demo, in a browser of its own.
 * @typedef {object} Desk
 * @property {import('@playwright/test').Page} page
 * @property {import('@playwright/test').BrowserContext} context
 * @property {boolean} coached whether the browser has the extension
 */

process.chdir(new URL('..', import.meta.url).pathname);
if (spawnSync('node', ['scripts/build.mjs'], { stdio: 'inherit' }).status) process.exit(1);

const KEYS = Number(process.env.HUASHU_KEYS ?? 500);
const HOURS = Number(process.env.HUASHU_HOURS ?? 4);
/** What an agent who is never idle types: characters a minute, and characters a message. */
const PACE = 60;
const MESSAGE = '您好，这款今天就能发出，你放心，有问题随时找我～';
const MESSAGES = Math.round((HOURS * 60 * PACE) / MESSAGE.length);
/** How many keys are traced. */
const TRACED = 100;
/** How long the processor is watched, in seconds. */
const WATCH = 20;

const demo = await serveDemo();
const first = [];
const keys = [];
for (const slowdown of [1, 4]) {
  first.push({ slowdown, ...(await withBrowser((desk) => firstUnderline(desk, slowdown))) });
  for (const length of [200, 2_000]) {
    const time = (/** @type {Desk} */ desk) => timeKeys(desk, slowdown, length);
    const alone = await withBrowser(time, false);
    keys.push({ slowdown, length, alone, coached: await withBrowser(time) });
  }
}
const where = {
  alone: await withBrowser(traceKeys, false),
  coached: await withBrowser(traceKeys),
};
const day = { alone: await withBrowser(typeADay, false), coached: await withBrowser(typeADay) };
const idle = { alone: await withBrowser(watchIdle, false), coached: await withBrowser(watchIdle) };
demo.close();

const text = report({ KEYS, HOURS, PACE, WATCH, TRACED, first, keys, where, day, idle });
writeFileSync('docs/performance-page.md', text);
console.log(text);

/**
 * @template T
 * @param {(desk: Desk) => Promise<T>} work
 */
async function withBrowser(work, coached = true) {
  const profile = mkdtempSync(join(tmpdir(), 'huashu-bench-'));
  const folder = join(process.cwd(), 'extension/dist/chrome');
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1280, height: 720 },
    args: [
      '--no-sandbox',
      ...(coached ? [`--disable-extensions-except=${folder}`, `--load-extension=${folder}`] : []),
    ],
  });
  try {
    if (coached && context.serviceWorkers().length === 0)
      await context.waitForEvent('serviceworker');
    return await work({ page: await context.newPage(), context, coached });
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/**
 * From a page whose scripts have run to the first underline in a draft that it
 * brought along: while the browser is still starting, with no engine, and with
 * one that another page has started. Milliseconds.
 * @param {Desk} desk
 * @param {number} slowdown
 */
async function firstUnderline({ page, context }, slowdown) {
  await slow(page, slowdown);
  await page.addInitScript(() => {
    addEventListener('DOMContentLoaded', () => {
      const ready = performance.now();
      const look = () => {
        const box = document.querySelector('[data-demo=input]');
        if (box instanceof HTMLTextAreaElement && box.value === '') box.value = '你好';
        if (CSS.highlights.size > 0) Object.assign(window, { took: performance.now() - ready });
        else requestAnimationFrame(look);
      };
      look();
    });
  });
  const visit = async () => {
    await page.goto(`${demo.origin}/demo/`);
    const took = await page.waitForFunction(() => /** @type {any} */ (window).took);
    return /** @type {Promise<number>} */ (took.jsonValue());
  };
  const starting = await visit();
  await page.goto('about:blank');
  await context
    .serviceWorkers()[0]
    ?.evaluate(() => /** @type {any} */ (globalThis).chrome.offscreen.closeDocument());
  return { starting, cold: await visit(), warm: await visit() };
}

/**
 * From a key press to the end of the frame that shows its underline, for keys
 * that each bring one or take it away, and for the page alone to the end of the
 * frame that shows the letter; and how long the page's main thread works for a
 * key. Milliseconds.
 * @param {Desk} desk
 * @param {number} slowdown
 * @param {number} length of the message that is typed at the end of
 */
async function timeKeys(desk, slowdown, length) {
  const { client, press } = await readyToType(desk, slowdown, length);
  const took = [];
  const before = await busy(client);
  for (let n = 0; n < KEYS; n++) took.push(await press());
  return { ...quantiles(took), work: ((await busy(client)) - before) / KEYS };
}

/**
 * What the main thread does for a key, in a message of 200 characters.
 * @param {Desk} desk
 */
async function traceKeys(desk) {
  const { client, press } = await readyToType(desk, 1, 200);
  return trace(client, async () => {
    for (let n = 0; n < TRACED; n++) await press();
  });
}

/**
 * A message of so many characters, and what presses the next key at its end:
 * it gives the milliseconds until that is painted.
 * @param {Desk} desk
 * @param {number} slowdown
 * @param {number} length
 */
async function readyToType({ page, coached }, slowdown, length) {
  await openChat(page, coached);
  // The demo, as most platforms, lets nobody type so much.
  await page.locator('[data-demo=input]').evaluate((box) => box.removeAttribute('maxlength'));
  const sentence = '这款是棉的，穿着很舒服，';
  const long = sentence.repeat(Math.ceil(length / sentence.length)).slice(0, length);
  // One mark that stays and, with a v behind it, a way to meet elsewhere, which is marked as an error.
  await page.keyboard.insertText(`你看，${long}加我`);
  if (coached) await page.waitForFunction(() => CSS.highlights.size > 0);
  const client = await slow(page, slowdown);
  await page.evaluate((coached) => {
    const box = /** @type {HTMLTextAreaElement} */ (document.querySelector('[data-demo=input]'));
    const isShown = () =>
      coached ? (CSS.highlights.get('huashu-error')?.size ?? 0) > 0 : box.value.endsWith('v');
    let pressed = 0;
    let shown = false;
    /** @type {(took: number) => void} */
    let tell = () => {};
    addEventListener('keydown', (event) => (pressed = event.timeStamp), true);
    const painted = new MessageChannel();
    painted.port1.onmessage = () => tell(performance.now() - pressed);
    const look = () => {
      // What is posted while a frame is made arrives when it has been painted.
      if (isShown() !== shown) painted.port2.postMessage(null);
      shown = isShown();
      requestAnimationFrame(look);
    };
    look();
    Object.assign(window, { nextPainted: () => new Promise((resolve) => (tell = resolve)) });
  }, coached);
  let pressed = 0;
  const press = async () => {
    const painted = page.evaluate(() => /** @type {any} */ (window).nextPainted());
    // Frames come at their own pace, and nobody types in step with them.
    await pause(50 * Math.random());
    await page.keyboard.press(pressed++ % 2 === 0 ? 'KeyV' : 'Backspace');
    return /** @type {Promise<number>} */ (painted);
  };
  return { client, press };
}

/**
 * Types and sends as much as an agent in some hours, as fast as it goes.
 * @param {Desk} desk
 */
async function typeADay({ page, context, coached }) {
  await openChat(page, coached);
  const client = await context.newCDPSession(page);
  const seen = [];
  for (let n = 0; n <= MESSAGES; n++) {
    if (n % Math.ceil(MESSAGES / 8) === 0 || n === MESSAGES) {
      await client.send('HeapProfiler.collectGarbage');
      const { usedSize } = await client.send('Runtime.getHeapUsage');
      const engine = coached ? await engineMemory(context) : 0;
      seen.push({ messages: n, heap: usedSize, engine });
    }
    await page.keyboard.type(MESSAGE);
    await page.keyboard.press('Enter');
  }
  return seen;
}

/**
 * How much the page's main thread works while nobody does anything: with the
 * tab in front, and behind another. Milliseconds a minute.
 * @param {Desk} desk
 */
async function watchIdle({ page, context, coached }) {
  await openChat(page, coached, 'c-chen');
  const client = await slow(page, 1);
  const front = await work(client);
  const other = await context.newPage();
  await other.bringToFront();
  return { front, hidden: await work(client) };
}

/** @param {import('@playwright/test').CDPSession} client */
async function work(client) {
  const before = await busy(client);
  await pause(1000 * WATCH);
  return ((await busy(client)) - before) * (60 / WATCH);
}

/**
 * Milliseconds that the page's main thread has worked.
 * @param {import('@playwright/test').CDPSession} client
 */
async function busy(client) {
  const { metrics } = await client.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {boolean} coached
 */
async function openChat(page, coached, chat = 'c-lu') {
  await page.goto(`${demo.origin}/demo/`);
  await page.locator(`[data-chat="${chat}"]`).click();
  await page.locator('[data-demo=input]').click();
  await page.waitForFunction(
    (presence) => document.querySelector('.banner')?.getAttribute('data-presence') === presence,
    coached ? 'extension' : 'absent',
  );
}

/**
 * Slows the page's processor down, and watches it.
 * @param {import('@playwright/test').Page} page
 * @param {number} rate
 */
async function slow(page, rate) {
  const client = await page.context().newCDPSession(page);
  await client.send('Emulation.setCPUThrottlingRate', { rate });
  await client.send('Performance.enable');
  return client;
}

/**
 * Bytes of the engine's linear memory, as the extension itself says.
 * @param {import('@playwright/test').BrowserContext} context
 */
async function engineMemory(context) {
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const status = await worker.evaluate(() =>
    /** @type {any} */ (globalThis).chrome.runtime.sendMessage({ type: 'engine.status' }),
  );
  return /** @type {number} */ (status.memory);
}

/** @param {number[]} times */
function quantiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ q) =>
    sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
