/** A small server for the pages that the tests are run on, under the policy a real server sends. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Address → folder; the first that fits. */
const FOLDERS: Record<string, string> = {
  '/demo/': 'server/demo/dist/',
  '/fixtures/editors/': 'extension/dist/editors/',
  '/fixtures/': 'extension/fixtures/',
  '/wasm/': 'wasm/dist/',
};

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** What a page may do: what it brought itself, and nothing that was written into it. */
function policy(prefix: string): string {
  // Only the demo can run the engine by itself.
  const engine = prefix === '/demo/' ? " 'wasm-unsafe-eval'; connect-src 'self'" : '';
  const frames = 'frame-src http://127.0.0.1:* http://localhost:*';
  return `default-src 'none'; style-src 'self'; img-src 'self'; ${frames}; script-src 'self'${engine}`;
}

/** Serves until closed. */
export async function serveStatic(): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = createServer(async ({ url = '/' }, response) => {
    const path = normalize(new URL(url, 'http://localhost').pathname);
    const [prefix, folder] =
      Object.entries(FOLDERS).find(([start]) => `${path}/`.startsWith(start)) ?? [];
    try {
      if (!prefix || !folder) throw new Error('no such folder');
      const file = path.slice(prefix.length) || 'index.html';
      const body = await readFile(join(root, folder, file));
      response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
      response.setHeader('Content-Security-Policy', policy(prefix));
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        // A browser keeps its lines open for later.
        server.closeAllConnections();
      }),
  };
}
