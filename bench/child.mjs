/**
 * One engine in a process of its own, so that start-up and memory are its own:
 * `node bench/child.mjs ENGINE LENGTHS [ARGUMENT]` prints one JSON object. Times are what
 * the process spends on the CPU, its helper threads included, and not what passes on the
 * clock: whatever else the machine is busy with does not count.
 */
import { sample } from './texts.mjs';

const [engine = '', lengths = '200', argument] = process.argv.slice(2);
const before = spent();
const { open, language } = await import(`./engines/${engine}.mjs`);
const opened = await open(argument);
const ready = spent();
await opened.check(sample(language, 200)(0));
const first = spent();
const loaded = opened.memory?.() ?? null;

const sizes = [];
for (const length of lengths.split(',').map(Number)) {
  const text = sample(language, length);
  const times = [];
  // Enough calls for a p99, but no engine gets more than some seconds.
  const until = performance.now() + 10_000;
  for (let call = 1; call <= 4_000 && (performance.now() < until || call < 50); call++) {
    const input = text(call);
    const start = spent();
    const result = opened.check(input);
    if (result instanceof Promise) await result;
    times.push(spent() - start);
  }
  times.splice(0, times.length >> 2); // warm-up
  times.sort((a, b) => a - b);
  sizes.push({ length, calls: times.length, median: at(times, 0.5), p99: at(times, 0.99) });
}

console.log(
  JSON.stringify({
    engine,
    start: ready - before,
    first: first - ready,
    loaded,
    memory: opened.memory?.() ?? null,
    rss: process.memoryUsage().rss,
    sizes,
  }),
);

/** Milliseconds on the CPU so far. */
function spent() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function at(/** @type {number[]} */ sorted, /** @type {number} */ share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
