/**
 * npm test: sets up, builds and runs every check, then says how each went.
 *
 *   node scripts/test.mjs [part…]   the parts stand below; all by default
 */
import { build } from './lib/graph.mjs';
import { requireBrowser, requireFirefox, requireTools } from './lib/machine.mjs';
import { capture, main, run } from './lib/shell.mjs';
import { everything, steps, wasmTarget, workerTarget } from './lib/steps.mjs';

const goFolders = ['bench', 'core', 'internal', 'server', 'wasm'];
const typescriptProjects = [
  'extension',
  'server/demo',
  'server/console/web',
  'server/worker',
  'server/blackbox',
  'scripts',
];
const packs = ['core/packs/base', 'core/packs/law', 'core/packs/platform'];

/** Go embeds what these make: without, its packages do not even compile. */
const embedded = ['dictionary', 'mining', 'pack', 'wasm', 'demo', 'console'];

/**
 * Parts of a lane run one after the other, the lanes `go` and `node` at once. What is done in
 * browsers comes after them and has the machine to itself.
 * @typedef {object} Part
 * @property {'go' | 'node' | 'browser'} lane
 * @property {string[]} needs steps of the build
 * @property {() => Promise<void>} [setUp]
 * @property {() => Promise<void>} run
 */

/** @type {Record<string, Part>} */
const parts = {
  format: { lane: 'node', needs: ['packages'], run: checkFormat },
  vet: { lane: 'go', needs: embedded, run: vet },
  staticcheck: { lane: 'go', needs: embedded, run: staticcheck },
  types: { lane: 'node', needs: ['extension'], run: checkTypes },
  biome: {
    lane: 'node',
    needs: ['packages'],
    run: () => run('biome', ['lint', '--error-on-warnings']),
  },
  go: { lane: 'go', needs: embedded, run: () => run('go', ['test', '-timeout=4m', './...']) },
  unit: {
    lane: 'node',
    needs: ['packages', 'wasm', 'author', 'pack'],
    run: () => vitest('--project', '!blackbox'),
  },
  // The server by its addresses alone, natively and on workerd.
  blackbox: {
    lane: 'node',
    needs: ['huashu', 'worker'],
    run: () => vitest('--project', 'blackbox'),
  },
  packs: {
    lane: 'go',
    needs: ['huashu'],
    run: () => run('bin/huashu', ['pack', 'test', ...packs]),
  },
  e2e: {
    lane: 'browser',
    needs: [...everything, 'extension-e2e', 'editors', 'kits'],
    setUp: requireBrowser,
    run: () => run('playwright', ['test', '--config', 'extension/playwright.config.ts']),
  },
  console: {
    lane: 'browser',
    needs: ['huashu', 'extension-e2e'],
    setUp: requireBrowser,
    run: () => run('playwright', ['test', '--config', 'server/console/playwright.config.ts']),
  },
  firefox: {
    lane: 'browser',
    needs: ['firefox', 'firefox-e2e', 'demo'],
    setUp: requireFirefox,
    run: inFirefox,
  },
};

async function checkFormat() {
  const unformatted = await capture('gofmt', ['-l', ...goFolders]);
  if (unformatted) throw new Error(`npm run format would change\n${unformatted}`);
  await run('biome', ['check', '--linter-enabled=false']);
}

async function vet() {
  await run('go', ['vet', './...']);
  await run('go', ['vet', '-tags=author', './wasm'], { env: wasmTarget });
  await run('go', ['vet', './server/worker/...'], { env: workerTarget });
}

async function staticcheck() {
  // Called by its path: "go tool" would start a program made for the target given here.
  const tool = (await capture('go', ['tool', '-n', 'staticcheck'])).trim();
  await run(tool, ['./...']);
  // It does not know go:wasmexport and would call all of the module unused.
  await run(tool, ['-tags=author', '-checks', 'inherit,-U1000', './wasm'], { env: wasmTarget });
  await run(tool, ['./server/worker/...'], { env: workerTarget });
}

async function checkTypes() {
  await Promise.all(
    typescriptProjects.map((project) => run('tsc', ['--noEmit', '--project', project])),
  );
}

async function inFirefox() {
  // What Mozilla's store would refuse.
  await run('web-ext', ['lint', '--self-hosted', '--source-dir', 'extension/dist/firefox']);
  await run('playwright', ['test', '--config', 'extension/firefox.config.ts']);
}

/** @param {string[]} args */
function vitest(...args) {
  // It takes CI for a terminal that shows colours; a log file does not.
  return run('vitest', ['run', ...args], process.stdout.isTTY ? {} : { env: { NO_COLOR: '1' } });
}

await main(async () => {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
  const chosen = names.map((name) => {
    const part = parts[name];
    if (!part) throw new Error(`no part ${name}; there are ${Object.keys(parts).join(', ')}`);
    return { name, ...part };
  });

  /** @type {{ name: string, seconds: number, error?: string }[]} */
  const results = [];
  /**
   * @param {string} name
   * @param {() => Promise<void>} work
   */
  async function timed(name, work) {
    console.log(`\n── ${name}`);
    const began = Date.now();
    let error;
    try {
      await work();
    } catch (err) {
      error = err instanceof Error ? err.message : String(err);
      console.error(`✗ ${error}`);
    }
    results.push({ name, seconds: (Date.now() - began) / 1000, ...(error && { error }) });
    return !error;
  }

  const ready = await timed('set up and build', async () => {
    requireTools();
    for (const part of chosen) await part.setUp?.();
    await build(
      steps,
      chosen.flatMap((part) => part.needs),
    );
  });
  if (ready) {
    const lane = async (/** @type {Part['lane']} */ which) => {
      for (const part of chosen) if (part.lane === which) await timed(part.name, part.run);
    };
    await Promise.all([lane('go'), lane('node')]);
    await lane('browser');
  }

  console.log('\n── summary');
  for (const { name, seconds, error } of results) {
    console.log(`${error ? '✗' : '✓'} ${name.padEnd(18)}${seconds.toFixed(1).padStart(7)} s`);
  }
  const failed = results.filter((result) => result.error);
  if (failed.length > 0)
    throw new Error(failed.map(({ name, error }) => `${name}: ${error}`).join('\n✗ '));
});
