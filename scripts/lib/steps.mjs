/**
 * What is built, from what, in which order. Go embeds generated files, so a
 * bare `go build ./...` works only after `npm run build` has made them.
 */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './shell.mjs';

/** What `./wasm` is compiled for: one module for browsers and for wazero. */
export const wasmTarget = { GOOS: 'wasip1', GOARCH: 'wasm' };

/** What `./server/worker` is compiled for: a program that JavaScript starts. */
export const workerTarget = { GOOS: 'js', GOARCH: 'wasm' };

const goModule = ['go.mod', 'go.sum'];
const extensionSources = ['package.json', 'tsconfig.base.json', 'extension', 'wasm/binding'];

/** @type {Record<string, import('./graph.mjs').Step>} */
export const steps = {
  packages: {
    title: 'npm packages',
    from: ['package.json', 'package-lock.json'],
    makes: ['node_modules/.package-lock.json'],
    fresh: lockedPackagesInstalled,
    // No package needs its install script, and none shall download anything by one.
    run: () => run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']),
  },
  modules: {
    title: 'Go modules',
    from: goModule,
    makes: [],
    run: () => run('go', ['mod', 'download']),
  },
  dictionary: {
    title: 'dictionary: core/segment/dict.bin',
    needs: ['modules'],
    from: [...goModule, 'core/datrie', 'core/segment', 'internal'],
    makes: ['core/segment/dict.bin'],
    run: () => run('go', ['run', './core/segment/gen', '-o', 'core/segment/dict.bin']),
  },
  mining: {
    title: 'dictionaries for term mining: server/mine/dict',
    needs: ['modules'],
    from: [...goModule, 'server/mine/gen', 'internal'],
    makes: ['server/mine/dict'],
    run: () => run('go', ['run', './server/mine/gen', '-o', 'server/mine/dict']),
  },
  pack: {
    title: 'default pack: core/packs/default.hspack',
    needs: ['dictionary'],
    from: [...goModule, 'core'],
    makes: ['core/packs/default.hspack', 'wasm/dist/default.hspack'],
    async run() {
      const pack = 'core/packs/default.hspack';
      await run('go', ['run', './core/packs/gen', '-root', 'core/packs', '-o', pack]);
      mkdirSync(join(root, 'wasm/dist'), { recursive: true });
      copyFileSync(join(root, pack), join(root, 'wasm/dist/default.hspack'));
    },
  },
  wasm: {
    title: 'engine: wasm/dist/huashu.wasm',
    needs: ['dictionary'],
    from: [...goModule, 'core', 'wasm'],
    makes: ['wasm/dist/huashu.wasm'],
    run: () => buildModule('wasm/dist/huashu.wasm'),
  },
  author: {
    title: 'engine with the compiler, for the console: wasm/dist/author.wasm',
    needs: ['dictionary'],
    from: [...goModule, 'core', 'wasm'],
    makes: ['wasm/dist/author.wasm'],
    run: () => buildModule('wasm/dist/author.wasm', '-tags=author'),
  },
  demo: {
    title: 'demo page: server/demo/dist',
    needs: ['packages', 'wasm', 'pack'],
    from: ['tsconfig.base.json', 'server/demo', 'extension/src', 'wasm/binding'],
    makes: ['server/demo/dist'],
    run: () => run('vite', ['build', 'server/demo']),
  },
  console: {
    title: "supervisors' console: server/console/web/dist",
    needs: ['packages', 'author', 'pack'],
    from: ['tsconfig.base.json', 'server/console/web', 'wasm/binding'],
    makes: ['server/console/web/dist'],
    run: () => run('vite', ['build', 'server/console/web']),
  },
  huashu: {
    title: 'server and command line: bin/huashu',
    needs: ['dictionary', 'mining', 'pack', 'wasm', 'demo', 'console'],
    from: [...goModule, 'core', 'server', 'wasm'],
    makes: ['bin/huashu'],
    run: () => run('go', ['build', '-buildvcs=false', '-o', 'bin/huashu', './server/cmd/huashu']),
  },
  worker: {
    title: 'server for Cloudflare Workers: server/worker/dist',
    needs: ['packages', 'dictionary', 'pack', 'console'],
    from: [...goModule, 'core', 'server'],
    makes: ['server/worker/dist'],
    async run() {
      const dist = 'server/worker/dist';
      await run('go', ['tool', 'workers-assets-gen', '-mode=go', '-o', dist]); // empties the folder
      const small = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
      const program = ['build', ...small, '-o', `${dist}/app.wasm`, './server/worker'];
      await run('go', program, { env: workerTarget });
      await run('go', ['run', './server/worker/site', '-o', `${dist}/site`]);
      // Bundles what a deployment would send, and says how large it is.
      const wrangler = ['deploy', '--dry-run', '--config', 'server/worker/wrangler.jsonc'];
      const env = { WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' };
      await run('wrangler', [...wrangler, '--outdir', join(root, dist, 'bundle')], { env });
    },
  },
  extension: {
    title: 'extension: extension/dist/chrome',
    needs: ['packages', 'wasm', 'pack'],
    from: extensionSources,
    // tsc wants the types that WXT generates on the way.
    makes: ['extension/dist/chrome', 'extension/.wxt/wxt.d.ts'],
    run: () => run('wxt', ['build', 'extension']),
  },
  'extension-e2e': {
    title: 'extension with open shadow roots, for the browser tests: extension/dist/chrome-e2e',
    needs: ['packages', 'wasm', 'pack'],
    from: extensionSources,
    makes: ['extension/dist/chrome-e2e'],
    run: () => run('wxt', ['build', 'extension', '--mode', 'e2e']),
  },
  editors: {
    title: 'page of editors, for the browser tests: extension/dist/editors',
    needs: ['packages'],
    from: ['package.json', 'extension/fixtures/editors'],
    makes: ['extension/dist/editors'],
    run: () => run('vite', ['build', 'extension/fixtures/editors']),
  },
  kits: {
    title: 'pages of chat kits, for the browser tests: extension/dist/kits',
    needs: ['packages'],
    from: ['package.json', 'extension/fixtures/kits', 'extension/fixtures/platforms'],
    makes: ['extension/dist/kits'],
    run: () => run('vite', ['build', 'extension/fixtures/kits']),
  },
  firefox: {
    title: 'extension for Firefox: extension/dist/firefox',
    needs: ['packages', 'wasm', 'pack'],
    from: extensionSources,
    makes: ['extension/dist/firefox'],
    run: () => run('wxt', ['build', 'extension', '--browser', 'firefox', '--mv3']),
  },
  'firefox-e2e': {
    title: 'the same with open shadow roots, for the browser tests: extension/dist/firefox-e2e',
    needs: ['packages', 'wasm', 'pack'],
    from: extensionSources,
    makes: ['extension/dist/firefox-e2e'],
    run: () => run('wxt', ['build', 'extension', '--browser', 'firefox', '--mv3', '--mode', 'e2e']),
  },
  'zip-firefox': {
    title: 'zipped extension for Firefox: extension/dist/huashu-firefox.zip',
    needs: ['firefox'],
    from: [],
    makes: ['extension/dist/huashu-firefox.zip'],
    // Without the sources, which a store that wants them gets from the repository.
    run: () => run('wxt', ['zip', 'extension', '--browser', 'firefox', '--mv3', '--no-sources']),
  },
  zip: {
    title: 'zipped extension: extension/dist/huashu-chrome.zip',
    needs: ['extension'],
    from: [],
    makes: ['extension/dist/huashu-chrome.zip'],
    run: () => run('wxt', ['zip', 'extension']),
  },
};

/** What `npm run build` leaves. */
export const everything = ['huashu', 'extension'];

/**
 * Nothing of the machine or the commit goes in: the same sources give the same bytes.
 * @param {string} file
 * @param {string[]} flags
 */
function buildModule(file, ...flags) {
  const same = ['-buildmode=c-shared', '-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
  return run('go', ['build', ...same, ...flags, '-o', file, './wasm'], { env: wasmTarget });
}

/**
 * Whether node_modules holds just what package-lock.json says. npm notes what
 * it installed in a lock file of its own, so this also holds after `npm install`.
 */
function lockedPackagesInstalled() {
  const packages = (/** @type {string} */ file) =>
    JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  const { '': _project, ...wanted } = packages('package-lock.json');
  const installed = packages('node_modules/.package-lock.json');
  return (
    Object.keys(installed).every((path) => path in wanted) &&
    Object.entries(wanted).every(([path, { version, optional }]) =>
      path in installed ? installed[path].version === version : optional,
    )
  );
}
