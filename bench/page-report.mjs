/** What `npm run bench:page` writes into docs/performance-page.md. */
import { cpus, loadavg, release } from 'node:os';

/**
 * @typedef {import('./trace.mjs').Sum} Sum
 * @typedef {{ p50: number, p95: number, p99: number, work: number }} Keys
 * @typedef {{ messages: number, heap: number, engine: number }[]} Day
 * @typedef {{ front: number, hidden: number }} Idle
 */

const began = loadavg()[0] ?? 0;

/**
 * Times are in milliseconds, sizes in bytes.
 * @param {object} seen
 * @param {number} seen.KEYS
 * @param {number} seen.HOURS
 * @param {number} seen.PACE
 * @param {number} seen.WATCH
 * @param {{ slowdown: number, cold: number, warm: number, starting: number }[]} seen.first
 * @param {{ slowdown: number, length: number, alone: Keys, coached: Keys }[]} seen.keys
 * @param {number} seen.TRACED
 * @param {{ alone: Sum[], coached: Sum[] }} seen.where
 * @param {{ alone: Day, coached: Day }} seen.day
 * @param {{ alone: Idle, coached: Idle }} seen.idle
 */
export function report({ KEYS, HOURS, PACE, WATCH, TRACED, first, keys, where, day, idle }) {
  const [plain, slowed] = first;
  const last = day.coached.length - 1;
  return `# In the page

Made by \`npm run bench:page\` on ${cpus().length} × ${cpus()[0]?.model.trim()}, Linux ${release()}, Debian's Chromium, headless and painting without
a graphics card: the demo page with the extension as users get it. Browser, page, engine, server and the program that types share the machine.
Its load average was ${began.toFixed(2)} when the run began. Milliseconds unless it says otherwise.

## Page ready → first underline

| | plain | page's processor slowed 4 × | must |
| --- | ---: | ---: | ---: |
| the engine has not been started | ${ms(plain?.cold)} | ${ms(slowed?.cold)} | 500 |
| another page has started it | ${ms(plain?.warm)} | ${ms(slowed?.warm)} | 500 |
| the browser itself is starting, with a new profile | ${ms(plain?.starting)} | ${ms(slowed?.starting)} | |

## Key press → painted

${KEYS} keys at random moments, each of which brings an underline or takes it away; p50 / p95 / p99. To be met: 16 at p95, 33 at p99.

| page's processor | characters | the letter, page alone | the underline | main thread's work for a key, page alone | with Huashu |
| --- | ---: | ---: | ---: | ---: | ---: |
${keys
  .map(({ slowdown, length, alone, coached }) => {
    const times = (/** @type {Keys} */ { p50, p95, p99 }) => [p50, p95, p99].map(ms).join(' / ');
    const processor = slowdown === 1 ? 'plain' : `slowed ${slowdown} ×`;
    return `| ${processor} | ${length} | ${times(alone)} | ${times(coached)} | ${ms(alone.work)} | ${ms(coached.work)} |`;
  })
  .join('\n')}

Frames come every 16.7 ms. One key in twenty is pressed within the first millisecond after a frame, so that nothing, not even the letter, is
painted sooner than 15.8 ms at p95, were all else for nothing. What Huashu can answer for is the distance to the page alone.

Where the time goes: what a DevTools trace of ${TRACED} keys (plain, 200 characters) finds on the page's main thread, for one key. Parts overlap where one calls for
another. An underline that comes after the letter's frame has begun costs a second one, as the times of painting show: the price of asking an engine
outside the page.

| a key | page alone, ms | with Huashu, ms |
| --- | ---: | ---: |
${where.alone
  .map(({ name, ms: alone, times }, i) => {
    const coached = where.coached[i] ?? { ms: 0, times: 0 };
    const label = `${name} (${(times / TRACED).toFixed(1)} → ${(coached.times / TRACED).toFixed(1)} times)`;
    return `| ${label} | ${(alone / TRACED).toFixed(2)} | ${(coached.ms / TRACED).toFixed(2)} |`;
  })
  .join('\n')}

## A day of typing

${HOURS} hours at ${PACE} characters a minute, typed and sent without a pause: ${day.coached[last]?.messages} messages. The page keeps all that was sent in it.

| messages sent | JavaScript heap, page alone, MB | with Huashu, MB | engine's memory, MB |
| ---: | ---: | ---: | ---: |
${day.coached
  .map(({ messages, heap, engine }, i) => {
    const sizes = [day.alone[i]?.heap, heap, engine].map(mb).join(' | ');
    return `| ${messages} | ${sizes} |`;
  })
  .join('\n')}

## Doing nothing

Work of the page's main thread in a minute, watched for ${WATCH} s, with nobody waiting for an answer. The demo page itself ticks each second.

| | page alone | with Huashu |
| --- | ---: | ---: |
| tab in front | ${ms(idle.alone.front)} | ${ms(idle.coached.front)} |
| tab hidden | ${ms(idle.alone.hidden)} | ${ms(idle.coached.hidden)} |
`;
}

const ms = (value = 0) => value.toFixed(value < 10 ? 1 : 0);
const mb = (bytes = 0) => (bytes / 1e6).toFixed(1);
