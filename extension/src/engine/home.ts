/**
 * The engine at home: pages reach it by Port, the sync tells it which pack to
 * use. In Chromium its home is the offscreen document, where a page's own
 * policy cannot forbid WebAssembly and idleness ends nothing; in Firefox, which
 * has none, it is the event page.
 */
import { browser } from 'wxt/browser';
import { answer } from '../protocol/control';
import { ENGINE_PORT } from '../protocol/engine';
import { sha256 } from '../sync/bytes';
import { startHints } from '../sync/document';
import { portChannel } from './channel';
import { EngineHost } from './host';
import { activePack, getPack, putPack, setActivePack } from './packs';
import { EngineServer } from './serve';

/** Starts the engine and answers for it. To be called while the script is first evaluated. */
export function settle(): void {
  const host = boot();
  const server = host.then((h) => new EngineServer(h));

  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== ENGINE_PORT) return;
    const channel = portChannel(port);
    // What a page says while the engine is still loading is heard afterwards.
    const early: unknown[] = [];
    channel.onmessage = (message) => early.push(message);
    server.then(
      (s) => {
        s.serve(channel);
        for (const message of early) channel.onmessage(message);
      },
      () => channel.close(),
    );
  });

  answer({
    'engine.try': async ({ sha256 }) => (await host).try(await packBytes(sha256)),
    'engine.adopt': async ({ sha256 }) => {
      const trial = await (await host).adopt(await packBytes(sha256));
      if (trial.ok) await setActivePack(sha256);
      return trial;
    },
    'engine.rebuild': async ({ from, delta }) => {
      const rebuilt = await (await host).rebuild(await packBytes(from), await packBytes(delta));
      const name = await sha256(rebuilt);
      await putPack(name, rebuilt);
      return { sha256: name };
    },
    'engine.status': async () => (await host).status(),
  });

  startHints();
}

/** Starts with the pack last in use; when that fails, with the one built in. */
async function boot(): Promise<EngineHost> {
  const compiling = WebAssembly.compileStreaming(
    fetch(browser.runtime.getURL('/engine/huashu.wasm')),
  );
  const active = await activePack();
  const [module, pack] = await Promise.all([compiling, packBytes(active)]);
  const started = await EngineHost.start(module, pack).catch((error: unknown) => {
    if (active === '') throw error;
    console.warn(`huashu: pack ${active} cannot be loaded, using the built-in one`, error);
    return null;
  });
  return started ?? EngineHost.start(module, await packBytes(''));
}

/** A stored pack, or for the empty name the one built in. */
async function packBytes(sha256: string): Promise<Uint8Array> {
  if (sha256 === '') {
    const response = await fetch(browser.runtime.getURL('/engine/default.hspack'));
    return new Uint8Array(await response.arrayBuffer());
  }
  const bytes = await getPack(sha256);
  if (!bytes) throw new Error(`pack ${sha256} is not stored`);
  return bytes;
}
