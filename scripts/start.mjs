/**
 * npm start: builds what changed and serves Huashu with a demo shop.
 *
 *   npm start -- [--browser] [--port N] [--data DIR]
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './lib/graph.mjs';
import { chromium, requireBrowser, requireTools } from './lib/machine.mjs';
import { main, root } from './lib/shell.mjs';
import { everything, steps } from './lib/steps.mjs';

/**
 * Serves until the server ends, which it does on Ctrl+C.
 * @param {string} port
 * @param {string} data
 * @param {(enrolmentLink: string) => void} [onLink] called once, when the server has printed it
 * @returns {Promise<number | null>} the server's exit status, null when a signal ended it
 */
function serve(port, data, onLink) {
  const args = ['serve', '--demo', '--addr', `127.0.0.1:${port}`, '--data', data];
  const server = spawn(join(root, 'bin/huashu'), args, {
    stdio: ['ignore', onLink ? 'pipe' : 'inherit', 'inherit'],
  });
  let printed = '';
  server.stdout?.setEncoding('utf8').on('data', (text) => {
    process.stdout.write(text);
    if (!onLink) return;
    printed += text;
    const link = /https?:\/\/\S+\/enroll#\S+(?=\s)/.exec(printed)?.[0];
    if (link) {
      onLink(link);
      onLink = undefined;
    }
  });
  // The terminal sends Ctrl+C to the server too: let it end first, then this script does.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => server.kill('SIGTERM'));
  return new Promise((done, fail) => server.on('error', fail).on('close', done));
}

/**
 * Opens Chromium with the extension loaded and a profile of its own.
 * @param {string} profile an empty folder
 * @param {string[]} pages
 */
function browse(profile, pages) {
  const extension = join(root, 'extension/dist/chrome');
  // Else a bubble that offers to translate the demo covers it.
  mkdirSync(join(profile, 'Default'));
  const preferences = JSON.stringify({ translate: { enabled: false } });
  writeFileSync(join(profile, 'Default/Preferences'), preferences);
  const args = [
    `--user-data-dir=${profile}`,
    `--disable-extensions-except=${extension}`,
    `--load-extension=${extension}`,
    '--no-first-run',
    '--no-default-browser-check',
    // Chromium's sandbox refuses to run as root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...pages,
  ];
  return spawn(chromium, args, { stdio: 'ignore' });
}

await main(async () => {
  const { values: options } = parseArgs({
    options: {
      browser: { type: 'boolean', default: false },
      port: { type: 'string', default: '8787' },
      data: { type: 'string', default: join(root, 'data') },
    },
  });
  if (options.browser && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new Error('--browser opens a window and there is no display. Start without it.');
  }
  requireTools();
  if (options.browser) await requireBrowser();
  await build(steps, everything);

  // npm works in the root: a relative folder is meant from where it was called.
  const data = resolve(process.env.INIT_CWD ?? '.', options.data);
  if (!options.browser) {
    process.exitCode = (await serve(options.port, data)) ?? 1;
    return;
  }
  const profile = mkdtempSync(join(tmpdir(), 'huashu-browser-'));
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let browser;
  const status = await serve(options.port, data, (link) => {
    browser = browse(profile, [new URL('/demo', link).href, link]);
  });
  if (browser && browser.exitCode === null) {
    browser.kill();
    await new Promise((done) => browser?.on('close', done));
  }
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  process.exitCode = status ?? 1;
});
