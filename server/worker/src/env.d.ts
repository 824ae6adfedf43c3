/** What a deployment is given: wrangler.jsonc and secrets. */
interface Env {
  CORE: DurableObjectNamespace<import('./core').Core>;
  HUB: DurableObjectNamespace<import('./hub').Hub>;
  /** Roots and objects, for ever: `root/{n}`, `o/{tenant}/{sha256}`. */
  PUBLISHED: KVNamespace;
  HUASHU_ROOT: string;
  HUASHU_ONLINE_KEY: string;
  HUASHU_SETUP_TOKEN: string;
  /** How old a head becomes until it is re-signed. */
  HUASHU_RESIGN_SECONDS: string;
}

declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}

/** Leaves the class Go behind, which dist/wasm_exec.js brings. */
declare module '*/wasm_exec.js';

declare class Go {
  env: Record<string, string>;
  importObject: WebAssembly.Imports;
  /** Runs a program to its end. `context` is what it sees as a global of that name. */
  run(instance: WebAssembly.Instance, context: object): Promise<void>;
}
