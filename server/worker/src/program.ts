/** Starts the Go program. */
import '../dist/wasm_exec.js';
import module from '../dist/app.wasm';
import type { Program } from './supervisor';

/** Go collects its garbage before it would take more than this. */
const MEMORY_LIMIT = '48MiB';

/** What the program sees as its global `context`; `binding` it fills itself. */
interface Context {
  env: Env;
  ctx: DurableObjectState;
  host: object;
}

interface Binding {
  handleRequest?(request: Request): Promise<Response>;
  tick?(): Promise<void>;
}

/** Resolves when the program takes requests. */
export async function boot(context: Context): Promise<Program> {
  const go = new Go();
  go.env = { GOMEMLIMIT: MEMORY_LIMIT };
  const binding: Binding = {};
  let ready = () => {};
  const started = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const instance = await WebAssembly.instantiate(module, {
    ...go.importObject,
    workers: { ready: () => ready() },
  });
  const ended = go.run(instance, { ...context, binding });
  await Promise.race([started, ended]);
  const { handleRequest, tick } = binding;
  if (!handleRequest || !tick) throw new Error('the program ended before it was ready');
  return {
    async fetch(request) {
      const answer = await handleRequest(request);
      // Read to its end: an instance may only be given up when nothing streams from it.
      const body = answer.body && (await answer.arrayBuffer());
      return new Response(request.method === 'HEAD' ? null : body, answer);
    },
    tick,
    memory: () => (instance.exports.mem as WebAssembly.Memory).buffer.byteLength,
    ended,
  };
}
