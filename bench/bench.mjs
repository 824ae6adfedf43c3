/**
 * `npm run bench`: Huashu beside its peers, all in one run on this machine.
 * Writes BENCHMARKS.md. Peers are installed into bench/peers on first use.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { words } from './texts.mjs';

process.chdir(new URL('..', import.meta.url).pathname);
run('node', ['scripts/build.mjs']);
if (!existsSync('bench/peers/node_modules')) {
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], 'bench/peers');
}
await build({
  configFile: false,
  logLevel: 'error',
  build: {
    outDir: '.build/bench',
    emptyOutDir: true,
    lib: { entry: 'wasm/binding/index.ts', formats: ['es'], fileName: () => 'binding.mjs' },
  },
});

const all = '200,2000,20000';
const huashu = child('huashu', all);
const rows = [
  ['Huashu, default packs', huashu],
  ['the same, each message read from its beginning', child('afresh', '200,2000')],
  ['raw RegExp, 3,022 words', child('regexp', all)],
  ['raw RegExp, 20,000 words', child('regexp', '200,2000', '20000')],
  ['mint-filter, 3,022 words', child('mint-filter', all)],
  ['autocorrect (typography only)', child('autocorrect', '200,2000')],
  ['jieba-wasm (segmentation only)', child('jieba-wasm', '200,2000')],
  ['harper.js (English)', child('harper', '200,2000')],
];
const growth = [1_000, 10_000, 100_000].map((count) => ({
  count,
  ...child('huashu', '200', packOf(count)),
}));
const segmentation = segment();
const suggesting = child('suggest', '200');

const ms = (/** @type {number | undefined} */ value) =>
  value === undefined ? '' : value >= 10 ? value.toFixed(0) : value.toPrecision(2);
const mb = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
const size = (/** @type {any} */ result, /** @type {number} */ length) =>
  result.sizes.find((/** @type {any} */ s) => s.length === length);
const ratio = (/** @type {number} */ value) => `${value.toPrecision(2)} ×`;

const of = (/** @type {string} */ name) => rows.find(([row]) => String(row).startsWith(name))?.[1];
const [regexp, harper] = [of('raw RegExp, 3,022'), of('harper')];
const own = size(huashu, 200);
const page = `# Benchmarks

Made by \`npm run bench\` on ${cpus().length} × ${cpus()[0]?.model.trim()}, Linux ${release()}, Node ${process.version}. Each engine ran in a process of its own; the last
four characters of the text change from call to call; times are milliseconds on the CPU, helper threads included. Trust the ratios, not the absolutes.

## Checking a message

| engine | 200 chars, median | p99 | 2,000 | 20,000 | start | first check | process memory, MB |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows
  .map(
    ([name, r]) =>
      `| ${name} | ${ms(size(r, 200).median)} | ${ms(size(r, 200).p99)} | ${ms(size(r, 2000)?.median)} | ${ms(size(r, 20000)?.median)} | ${ms(r.start)} | ${ms(r.first)} | ${mb(r.rss)} |`,
  )
  .join('\n')}

## Growth with the number of terms

| terms beside the default packs | 200 chars, median | p99 | start |
| ---: | ---: | ---: | ---: |
${growth.map((g) => `| ${g.count.toLocaleString('en')} | ${ms(size(g, 200).median)} | ${ms(size(g, 200).p99)} | ${ms(g.start)} |`).join('\n')}

## Segmentation, 184 characters

| engine | microseconds |
| --- | ---: |
| Huashu, natively | ${segmentation.own.toFixed(1)} |
| gojieba, natively (cgo, HMM off) | ${segmentation.gojieba.toFixed(1)} |

## Against the budgets

| what | must | measured |
| --- | --- | --- |
| 200 characters, beside a RegExp of 3,022 words | ≤ 1 × | ${ratio(own.median / size(regexp, 200).median)} |
| the same, p99 | ≤ 1 ms | ${ms(own.p99)} ms |
| the same, beside harper.js | ≤ 1/50 | 1/${Math.round(size(harper, 200).median / own.median)} |
| 100,000 terms instead of 1,000 | ≤ 1.5 × | ${ratio(size(growth[2], 200).median / size(growth[0], 200).median)} |
| 2,000 characters instead of 200 | ≤ 10 × | ${ratio(size(huashu, 2000).median / own.median)} |
| memory of the engine with the default packs | ≤ 48 MB | ${mb(huashu.loaded)} MB, ${mb(huashu.memory)} MB after messages of 20,000 characters |
| suggestions: a chat of 60 messages, 5,000 goods, p99 | ≤ 5 ms | ${ms(size(suggesting, 200).p99)} ms (median ${ms(size(suggesting, 200).median)}) |
| segmentation, natively, beside gojieba | ≤ 1 × | ${ratio(segmentation.own / segmentation.gojieba)} |

Sizes: huashu.wasm ${mb(readFileSync('wasm/dist/huashu.wasm').length)} MB (gzip ${mb(gzipSync(readFileSync('wasm/dist/huashu.wasm')).length)} MB), default pack ${mb(readFileSync('wasm/dist/default.hspack').length)} MB.
`;
writeFileSync('BENCHMARKS.md', page);
console.log(page);

/** Runs an engine in its own process. @returns {any} */
function child(
  /** @type {string} */ engine,
  /** @type {string} */ lengths,
  /** @type {string[]} */ ...more
) {
  console.error(`measuring ${engine} ${lengths} ${more.join(' ')}`);
  return JSON.parse(
    run('node', ['bench/child.mjs', engine, lengths, ...more])
      .trim()
      .split('\n')
      .at(-1) ?? '',
  );
}

/** Compiles a pack of so many terms on top of the default ones. */
function packOf(/** @type {number} */ count) {
  const folder = `.build/bench/terms-${count}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    `${folder}/pack.yaml`,
    `pack: terms\ntitle: terms\nversion: 1.0.0\ncategories: [{id: terms, title: terms}]
classes:\n  terms:\n${words(count)
      .map((word) => `    - ${word}\n`)
      .join('')}
rules:
  - {id: terms.any, category: terms, severity: hint, title: t, message: m, why: w, source: s, match: {class: terms},
     examples: {bad: ["[[${words(1)[0]}]]", "[[${words(1)[0]}]]。"], good: [好, 行]}}\n`,
  );
  run('bin/huashu', ['pack', 'build', folder, '-o', `${folder}.hspack`]);
  return `${folder}.hspack`;
}

/** Runs the Go benchmarks of segmentation and reads their microseconds. */
function segment() {
  const out = run('go', [
    'test',
    './core/segment',
    '-run',
    '^$',
    '-bench',
    '^(BenchmarkSegment|BenchmarkGojieba)$',
  ]);
  const of = (/** @type {string} */ name) => {
    const line = out.split('\n').find((l) => l.startsWith(name)) ?? '';
    return Number(/([\d.]+) ns\/op/.exec(line)?.[1]) / 1_000;
  };
  return { own: of('BenchmarkSegment'), gojieba: of('BenchmarkGojieba') };
}

function run(/** @type {string} */ command, /** @type {string[]} */ args, cwd = '.') {
  const done = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')} failed\n${done.stdout}`);
  return done.stdout;
}
