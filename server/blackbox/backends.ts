/**
 * Starts the two hosts that the suite is run against: the binary, and what is
 * deployed to Cloudflare Workers on workerd. Both are given the same keys.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestProject } from 'vitest/node';
import { root } from '../../scripts/lib/shell.mjs';
import { startWorkerd } from '../../scripts/lib/workerd.mjs';

const huashu = join(root, 'bin/huashu');
const setupToken = 'setup token of the suite';

/** A running server, as the tests see it. */
export interface Backend {
  name: 'native' | 'workerd';
  url: string;
  /** The folder of the keys. */
  keys: string;
  /** Arguments and environment with which `huashu tenant add` reaches it. */
  tenantAdd: { args: string[]; env: Record<string, string> };
}

declare module 'vitest' {
  interface ProvidedContext {
    backends: Backend[];
  }
}

export default async function setup({ provide }: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'huashu-blackbox-'));
  const keys = join(folder, 'keys');
  execFileSync(huashu, ['keys', 'init', keys]);
  const native = await startNative(join(folder, 'data'), keys);
  const workerd = await startWorkerd({
    root: readFileSync(join(keys, 'root.json'), 'utf8'),
    onlineKey: readFileSync(join(keys, 'online.pem'), 'utf8'),
    setupToken,
  });
  provide('backends', [
    { name: 'native', url: native.url, keys, tenantAdd: { args: native.tenantAdd, env: {} } },
    {
      name: 'workerd',
      url: workerd.url,
      keys,
      tenantAdd: { args: ['--server', workerd.url], env: { HUASHU_SETUP_TOKEN: setupToken } },
    },
  ]);
  return async () => {
    await Promise.all([native.stop(), workerd.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
}

async function startNative(data: string, keys: string) {
  execFileSync(huashu, ['keys', 'install', keys, '--data', data]);
  const args = ['serve', '--addr', '127.0.0.1:0', '--data', data, '--log-level', 'error'];
  args.push('--limit-address', '0', '--limit-token', '0'); // all of the suite is one client
  const server = spawn(huashu, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'close');
  for await (const line of createInterface(server.stdout)) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (!url) continue;
    const stop = async () => {
      server.kill('SIGTERM');
      await ended;
    };
    return { url, stop, tenantAdd: ['--data', data, '--public', url] };
  }
  throw new Error('huashu serve ended before it said where it listens');
}
