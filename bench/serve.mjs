/** The demo page, served by the real binary from a folder of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** @returns {Promise<{ origin: string, close: () => void }>} */
export async function serveDemo() {
  const folder = mkdtempSync(join(tmpdir(), 'huashu-bench-'));
  const args = ['serve', '--demo', '--addr', '127.0.0.1:0', '--data', join(folder, 'data')];
  const server = spawn('bin/huashu', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const line of createInterface({ input: server.stdout })) {
    const origin = /(http:\S+)\/enroll#/.exec(line)?.[1];
    if (!origin) continue;
    const close = () => {
      server.once('exit', () => rmSync(folder, { recursive: true, force: true }));
      server.kill();
    };
    return { origin, close };
  }
  throw new Error('the server ended before it printed an address');
}
