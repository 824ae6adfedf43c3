/**
 * The few system calls a Go wasip1 module makes, answered as a world without
 * files, arguments or network. Output goes to the console, so that a panic's
 * last words are not lost.
 */

const SUCCESS = 0;
const BADF = 8;

/** Sizes and fields of a subscription and of an event, and the kind that both have for a clock. */
const SUBSCRIPTION = { size: 48, kind: 8 };
const EVENT = { size: 32, error: 8, kind: 10 };
const CLOCK = 0;

/** Imports for `wasi_snapshot_preview1`; `memory` gives the module's memory once it exists. */
export function wasi(memory: () => WebAssembly.Memory): WebAssembly.ModuleImports {
  const view = () => new DataView(memory().buffer);
  const none = (countAt: number, sizeAt: number) => {
    view().setUint32(countAt, 0, true);
    view().setUint32(sizeAt, 0, true);
    return SUCCESS;
  };
  let line = '';
  return {
    args_sizes_get: none,
    args_get: () => SUCCESS,
    environ_sizes_get: none,
    environ_get: () => SUCCESS,
    clock_time_get: (clock: number, _precision: bigint, at: number) => {
      const ms = clock === 0 ? Date.now() : performance.now();
      view().setBigUint64(at, BigInt(Math.round(ms * 1e6)), true);
      return SUCCESS;
    },
    random_get: (at: number, length: number) => {
      const bytes = new Uint8Array(memory().buffer, at, length);
      const most = 65_536; // getRandomValues refuses more at once
      for (let i = 0; i < length; i += most) {
        crypto.getRandomValues(bytes.subarray(i, Math.min(length, i + most)));
      }
      return SUCCESS;
    },
    fd_write: (_fd: number, vectors: number, count: number, writtenAt: number) => {
      let written = 0;
      for (let i = 0; i < count; i++) {
        const at = view().getUint32(vectors + 8 * i, true);
        const size = view().getUint32(vectors + 8 * i + 4, true);
        line += new TextDecoder().decode(new Uint8Array(memory().buffer, at, size));
        written += size;
      }
      const lines = line.split('\n');
      line = lines.pop() ?? '';
      for (const text of lines) console.error(text);
      view().setUint32(writtenAt, written, true);
      return SUCCESS;
    },
    proc_exit: (code: number) => {
      throw new Error(`engine exited with ${code}`);
    },
    sched_yield: () => SUCCESS,
    fd_close: () => BADF,
    fd_fdstat_get: () => BADF,
    fd_fdstat_set_flags: () => BADF,
    fd_prestat_get: () => BADF,
    fd_prestat_dir_name: () => BADF,
    fd_read: () => BADF,
    fd_seek: () => BADF,
    // Go polls in collecting garbage, once a timer has run. There is nothing to wait for but
    // clocks, and whoever calls the engine waits for it: every time has come.
    poll_oneoff: (subscriptions: number, events: number, count: number, countAt: number) => {
      let come = 0;
      for (let i = 0; i < count; i++) {
        const from = subscriptions + SUBSCRIPTION.size * i;
        if (view().getUint8(from + SUBSCRIPTION.kind) !== CLOCK) continue;
        const to = events + EVENT.size * come++;
        view().setBigUint64(to, view().getBigUint64(from, true), true);
        view().setUint16(to + EVENT.error, SUCCESS, true);
        view().setUint8(to + EVENT.kind, CLOCK);
      }
      view().setUint32(countAt, come, true);
      return SUCCESS;
    },
  };
}
