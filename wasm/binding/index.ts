/**
 * The TypeScript face of huashu.wasm: compile once, then make as many engines
 * as are needed. See types.ts for the words.
 */
import type { Author, DraftBuild, PackRecords, Reason } from './author';
import type {
  Catalogue,
  ChatEvent,
  ChatReading,
  Context,
  Edit,
  Engine,
  Finding,
  Fix,
  Front,
  Intent,
  PackInfo,
  PracticeStep,
  Scenario,
  SelfTest,
  Severity,
  Suggestion,
  SuggestRequest,
} from './types';
import { wasi } from './wasi';

export type * from './author';
export type * from './types';

/** The pack was refused; the one before it is still in use. */
export class PackError extends Error {
  override name = 'PackError';
}

/** The module trapped or broke its word. The engine is spent: make a new one. */
export class EngineError extends Error {
  override name = 'EngineError';
}

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  hs_buffer(bytes: number): number;
  hs_check(units: number): number;
  hs_call(bytes: number): number;
  hs_load(bytes: number): number;
  hs_rebuild(base: number, delta: number): number;
  hs_answer(): number;
}

const SEVERITIES: readonly (Severity | undefined)[] = [undefined, 'hint', 'warning', 'error'];

/** Starts an engine from a compiled module. It has no pack yet and finds nothing. */
export function createEngine(module: WebAssembly.Module): Promise<Engine> {
  return start(module);
}

/** Starts an engine from author.wasm, which also compiles drafts. */
export function createAuthor(module: WebAssembly.Module): Promise<Author> {
  return start(module);
}

async function start(module: WebAssembly.Module): Promise<WasmEngine> {
  let memory: WebAssembly.Memory | undefined;
  const instance = await WebAssembly.instantiate(module, {
    wasi_snapshot_preview1: wasi(() => memory as WebAssembly.Memory),
  });
  const exports = instance.exports as unknown as Exports;
  memory = exports.memory;
  exports._initialize();
  return new WasmEngine(exports);
}

class WasmEngine implements Author {
  #wasm: Exports;
  #pack: PackInfo | undefined;
  #spent = false;
  /** The shop that is set, as JSON: its goods are indexed only when they change. */
  #front = '{}';
  /** The events of the chat that was asked about last, each as JSON: of one that grew, only the new are sent. */
  #events: string[] = [];

  constructor(wasm: Exports) {
    this.#wasm = wasm;
  }

  load(pack: Uint8Array): PackInfo {
    const info = this.#guard(() => {
      const at = this.#wasm.hs_buffer(pack.length);
      new Uint8Array(this.#wasm.memory.buffer, at, pack.length).set(pack);
      return this.#json<PackInfo>(this.#wasm.hs_load(pack.length));
    });
    this.#pack = info;
    return info;
  }

  rebuild(base: Uint8Array, delta: Uint8Array): Uint8Array<ArrayBuffer> {
    return this.#guard(() => {
      const at = this.#wasm.hs_buffer(base.length + delta.length);
      const buffer = new Uint8Array(this.#wasm.memory.buffer, at, base.length + delta.length);
      buffer.set(base);
      buffer.set(delta, base.length);
      const length = this.#wasm.hs_rebuild(base.length, delta.length);
      if (length < 0) this.#json(-length);
      return this.#bytes(length).slice();
    });
  }

  configure(context: Context, off: readonly string[] = []): void {
    this.#request({ op: 'configure', context, off });
  }

  check(text: string): Finding[] {
    if (this.#pack === undefined || text.length === 0) return [];
    const pack = this.#pack;
    return this.#guard(() => {
      const at = this.#wasm.hs_buffer(2 * text.length);
      const units = new Uint16Array(this.#wasm.memory.buffer, at, text.length);
      for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
      const length = this.#wasm.hs_check(text.length);
      if (length === 0) return [];
      const ints = new Int32Array(this.#wasm.memory.buffer, this.#wasm.hs_answer(), length);
      return readFindings(ints, text, pack);
    });
  }

  readChat(events: readonly ChatEvent[]): ChatReading {
    return this.#ask<ChatReading>({ op: 'chat' }, events);
  }

  intents(text: string): Intent[] {
    return this.#request<Intent[]>({ op: 'intents', text });
  }

  setShop(front: Front): void {
    const json = JSON.stringify(front);
    if (json === this.#front) return;
    this.#request({ op: 'shop', front });
    this.#front = json;
  }

  suggest({ events, context }: SuggestRequest): Suggestion[] {
    const { cart_total, focus, learned, ...front } = context;
    if (Object.keys(front).length > 0) this.setShop(front);
    const visit = { cart_total, focus, learned };
    return this.#ask<Suggestion[]>({ op: 'suggest', visit }, events);
  }

  readCatalogue(text: string): Catalogue {
    return this.#request<Catalogue>({ op: 'catalogue', text });
  }

  scenarios(): Scenario[] {
    return this.#request<Scenario[]>({ op: 'scenarios' });
  }

  practise(scenario: string, events: readonly ChatEvent[]): PracticeStep {
    return this.#request<PracticeStep>({ op: 'practise', text: scenario, events });
  }

  selfTest(): SelfTest {
    return this.#request<SelfTest>({ op: 'selftest' });
  }

  build(files: Readonly<Record<string, string>>): DraftBuild {
    const answer = this.#request<DraftBuild>({ op: 'build', files });
    if (answer.info) this.#pack = answer.info;
    return answer;
  }

  schema(): object {
    return this.#request<object>({ op: 'schema' });
  }

  records(): PackRecords {
    return this.#request<PackRecords>({ op: 'records' });
  }

  explain(text: string, rule: string): Reason[] {
    return this.#request<Reason[]>({ op: 'explain', text, rule });
  }

  memory(): number {
    return this.#wasm.memory.buffer.byteLength;
  }

  /** A request about a chat. */
  #ask<T>(request: object, events: readonly ChatEvent[]): T {
    const now = events.map((event) => JSON.stringify(event));
    let known = 0;
    while (known < now.length && now[known] === this.#events[known]) known++;
    this.#events = []; // unless it is answered, nobody can say what the module knows
    const answer = this.#request<T>({ ...request, known, events: events.slice(known) });
    this.#events = now;
    return answer;
  }

  #request<T>(request: object): T {
    return this.#guard(() => {
      const bytes = new TextEncoder().encode(JSON.stringify(request));
      const at = this.#wasm.hs_buffer(bytes.length);
      new Uint8Array(this.#wasm.memory.buffer, at, bytes.length).set(bytes);
      return this.#json<T>(this.#wasm.hs_call(bytes.length));
    });
  }

  /** The answer where it lies: good until the next call. */
  #bytes(length: number): Uint8Array<ArrayBuffer> {
    const memory = this.#wasm.memory.buffer as ArrayBuffer;
    return new Uint8Array(memory, this.#wasm.hs_answer(), length);
  }

  #json<T>(length: number): T {
    const answer = JSON.parse(new TextDecoder().decode(this.#bytes(length))) as
      | T
      | { error: string };
    if (typeof answer === 'object' && answer !== null && 'error' in answer) {
      throw new PackError(answer.error);
    }
    return answer as T;
  }

  /** A trap leaves the module in a state nobody knows: it is not entered again. */
  #guard<T>(call: () => T): T {
    if (this.#spent) throw new EngineError('the engine has stopped before');
    try {
      return call();
    } catch (error) {
      if (error instanceof PackError) throw error;
      this.#spent = true;
      throw new EngineError(String(error), { cause: error });
    }
  }
}

/** Reads the integers of the hot call; encodeFindings in the module writes them. */
function readFindings(ints: Int32Array, text: string, pack: PackInfo): Finding[] {
  let at = 0;
  const next = (): number => {
    const value = ints[at++];
    if (value === undefined) throw new EngineError('answer is cut short');
    return value;
  };
  const nextText = (): string => {
    const length = next();
    let out = '';
    for (let i = 0; i < length; i++) out += String.fromCharCode(next());
    return out;
  };
  const nextEdit = (): Edit => ({ start: next(), end: next(), text: nextText() });
  const nextFix = (): Fix => ({ label: nextText(), edits: times(next(), nextEdit) });
  const findings: Finding[] = [];
  while (at < ints.length) {
    const rule = pack.rules[next()];
    const severity = SEVERITIES[next()];
    const start = next();
    const end = next();
    if (!rule || !severity) throw new EngineError('answer names a rule that is not in the pack');
    findings.push({
      rule: rule.id,
      category: rule.category,
      severity,
      start,
      end,
      text: text.slice(start, end),
      message: rule.message,
      why: rule.why,
      source: rule.source,
      fixes: times(next(), nextFix),
    });
  }
  return findings;
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
