/** What page and worker say to each other. */
import type { Author, Finding, PackInfo, Role } from '@huashu/wasm';

/** A finding without the words that its rule has. */
export interface Hit {
  rule: string;
  severity: Finding['severity'];
  start: number;
  end: number;
  /** Label of its first fix. */
  fix: string;
}

/** An engine in a worker: all that an Author does, and a few things at once. */
export interface Bench extends Omit<Author, 'load'> {
  /** Loads a pack, or the default one. Drafts are built on the default one whatever is loaded. */
  open(pack?: Uint8Array): PackInfo;
  /** Checks many messages of one role. */
  checkAll(texts: readonly string[], role: Role): Hit[][];
}

export type Method = {
  [K in keyof Bench]: Bench[K] extends (...args: never[]) => unknown ? K : never;
}[keyof Bench];

export type Ask =
  | { module: WebAssembly.Module; pack: ArrayBuffer }
  | { id: number; method: Method; args: unknown[] };

export type Answer =
  | { id: number; value: unknown }
  /** `spent`: the engine trapped, and this worker is of no more use. */
  | { id: number; error: string; spent: boolean };
