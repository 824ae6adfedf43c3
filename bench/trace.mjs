/** A DevTools trace of a page's main thread, summed up. */

/** What is looked for, by the names that Chromium gives its events. */
const EVENTS = {
  'all of it': 'ThreadControllerImpl::RunTask',
  script: 'FunctionCall',
  style: 'UpdateLayoutTree',
  layout: 'Layout',
  'painting: before': 'PrePaint',
  painting: 'Paint',
  'painting: layers': 'Layerize',
};

/**
 * @typedef {{ name: string, ms: number, times: number }} Sum over the whole trace
 * @typedef {{ name: string, ph: string, pid: number, tid: number, dur?: number, args: { name?: string, data?: object } }} TraceEvent
 */

/**
 * Traces a page while something happens.
 * @param {import('@playwright/test').CDPSession} client of the page
 * @param {() => Promise<unknown>} work
 * @returns {Promise<Sum[]>}
 */
export async function trace(client, work) {
  /** @type {TraceEvent[]} */
  const events = [];
  client.on('Tracing.dataCollected', ({ value }) => {
    events.push(.../** @type {TraceEvent[]} */ (/** @type {unknown} */ (value)));
  });
  const categories = 'devtools.timeline,toplevel,cc,blink';
  await client.send('Tracing.start', { transferMode: 'ReportEvents', categories });
  await work();
  const complete = new Promise((resolve) => client.once('Tracing.tracingComplete', resolve));
  await client.send('Tracing.end');
  await complete;
  const main = busiestMainThread(events);
  return Object.entries(EVENTS).map(([name, event]) => {
    const found = events.filter((e) => e.name === event && threadOf(e) === main);
    return { name, ms: timeOf(found), times: found.length };
  });
}

/** Of all renderers', the one whose page is typed into. @param {TraceEvent[]} events */
function busiestMainThread(events) {
  const threads = new Set(
    events.filter((e) => e.args?.name === 'CrRendererMain').map((e) => threadOf(e)),
  );
  const work = (/** @type {string} */ thread) =>
    timeOf(events.filter((e) => threadOf(e) === thread && e.name === EVENTS['all of it']));
  return [...threads].sort((a, b) => work(b) - work(a))[0];
}

/** @param {TraceEvent} event */
function threadOf({ pid, tid }) {
  return `${pid} ${tid}`;
}

/** Milliseconds. @param {TraceEvent[]} events */
function timeOf(events) {
  return events.reduce((sum, { dur = 0 }) => sum + dur, 0) / 1_000;
}
