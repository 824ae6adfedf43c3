/** The engine in a worker of the demo page. Says `ready`, or why it is not. */

import { workerChannel } from '../../../extension/src/engine/channel';
import { EngineHost } from '../../../extension/src/engine/host';
import { EngineServer } from '../../../extension/src/engine/serve';
import packUrl from '../../../wasm/dist/default.hspack?url';
import moduleUrl from '../../../wasm/dist/huashu.wasm?url';

start().then(
  () => postMessage('ready'),
  (error: unknown) => postMessage(String(error)),
);

async function start(): Promise<void> {
  const [module, pack] = await Promise.all([
    WebAssembly.compileStreaming(fetch(moduleUrl)),
    fetch(packUrl).then((response) => response.arrayBuffer()),
  ]);
  const host = await EngineHost.start(module, new Uint8Array(pack));
  new EngineServer(host).serve(workerChannel(self, () => self.close()));
}
