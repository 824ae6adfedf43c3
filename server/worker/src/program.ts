/** Starts the Go program. */
import '../dist/wasm_exec.js';
import module from '../dist/app.wasm';
import type { Program } from './supervisor';

/**
 * Memory is dearer here than time: collect when the heap has grown by half, and
 * before it takes more than an object may have. The limit lies above GROWTH, or
 * a grown program would collect all the time instead of being given up.
 *
 * And collect in one go: nothing interrupts a busy goroutine on WebAssembly, so
 * that collecting beside one ends when the work does, and all of its garbage
 * lies about until then (140 MiB where deltas are made, instead of 64).
 */
const SETTINGS = { GOGC: '50', GOMEMLIMIT: '84MiB', GODEBUG: 'gcstoptheworld=1' };

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
  go.env = SETTINGS;
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
      return request.method === 'HEAD' ? new Response(null, answer) : answer;
    },
    tick,
    memory: () => (instance.exports.mem as WebAssembly.Memory).buffer.byteLength,
    ended,
  };
}
