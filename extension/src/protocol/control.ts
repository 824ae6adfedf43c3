/**
 * The one-shot messages between the extension's parts (runtime.sendMessage and
 * tabs.sendMessage), each with its answer. `to` names the part that answers,
 * so that every listener ignores what is not its own.
 *
 *   worker   the service worker: makes sure the engine's document stands, adds up what pages count
 *   engine   the offscreen document: tries and adopts packs, tells its state
 *   site     the content script in a frame: tells the popup how it is doing
 */
import type { Adapter, PackInfo, SelfTest } from '@huashu/wasm/types';
import * as v from 'valibot';
import { browser } from 'wxt/browser';
import type { Day } from '../settings/counters';
import type { DismissalDay } from '../settings/dismissals';
import type { Tallies } from '../settings/learned';
import type { LinkFault } from '../sync/enrolment';

/** A loaded pack and the name it goes by: the sha256 of its file, lower-case hex. */
export interface NamedPack extends PackInfo {
  sha256: string;
}

/** What became of a pack that the engine was asked to load. */
export type Trial =
  | { ok: true; pack: NamedPack; selfTest: SelfTest }
  | { ok: false; reason: string };

/** How the engine is doing. */
export interface EngineStatus {
  pack: NamedPack;
  /** Bytes of linear memory. */
  memory: number;
  /** How often an instance had to be replaced since the document was opened. */
  restarts: number;
  /** Why the last replacement or refusal happened; empty when there was none. */
  lastFailure: string;
}

/** What a content script knows about its page, for the popup. */
export interface SiteStatus {
  /** The host whose switch decides, e.g. mms.pinduoduo.com. */
  host: string;
  enabled: boolean;
  /** The engine answers. */
  connected: boolean;
  /** The adapter in use, or null when none fits the page. */
  adapter: { id: string; title: string } | null;
  /** The same in whole when it is one that the user has taught. */
  taught: Adapter | null;
  check: AdapterCheck;
  /** How many boxes to type into can be seen. */
  boxes: number;
}

/** What an adapter finds on the page right now. */
export interface AdapterCheck {
  inputs: number;
  rows: number;
  buyer: number;
  agent: number;
}

/** The records of counts: what a page adds to each, and what all pages together have counted. */
export interface Counted {
  counters: { more: Day; all: Day[] };
  learned: { more: Tallies; all: Tallies };
  dismissals: { more: DismissalDay; all: DismissalDay };
}

interface Answers {
  /** Resolves once the engine's document stands. */
  'worker.ensureEngine': { message: object; answer: { ok: true } };
  /** Adds to a record of counts. */
  'worker.count': {
    message: { kept: keyof Counted; more: Counted[keyof Counted]['more'] };
    answer: { all: Counted[keyof Counted]['all'] };
  };
  /** Follows the server that an enrolment link names; resolves after the first synchronisation. */
  'worker.enrol': { message: { link: string }; answer: { fault: LinkFault | null } };
  /** Follows no server any longer. */
  'worker.leave': { message: object; answer: { ok: true } };
  /** Asks the server now; what came of it stands in the sync state. */
  'worker.sync': { message: object; answer: { ok: true } };
  /** Where hints can be had; empty when no server is followed. */
  'worker.events': { message: object; answer: { url: string } };
  /** The server has a newer head. */
  'worker.hint': { message: { version: number; jitter: number }; answer: { ok: true } };
  /** Where the engine's document listens for hints from now on; empty: nowhere. */
  'hints.listen': { message: { url: string }; answer: { ok: true } };
  /** Loads a stored pack in an instance of its own and runs its examples; the pack in use stays. */
  'engine.try': { message: { sha256: string }; answer: Trial };
  /** Loads a stored pack and makes it the one in use, now and after a restart. Empty: the built-in one. */
  'engine.adopt': { message: { sha256: string }; answer: Trial };
  /** Makes a stored pack of a stored pack and a stored delta, and says by what name. */
  'engine.rebuild': { message: { from: string; delta: string }; answer: { sha256: string } };
  'engine.status': { message: object; answer: EngineStatus };
  'site.status': { message: object; answer: SiteStatus };
  /** Begins the lesson in which the user teaches the page. */
  'site.teach': { message: object; answer: { ok: true } };
  /** Brings the content script to the tab that was noted, and begins the lesson where nothing is known. */
  'worker.teach': { message: object; answer: { ok: true } };
}

export type ControlType = keyof Answers;
export type ControlMessage<T extends ControlType> = { type: T } & Answers[T]['message'];
export type ControlAnswer<T extends ControlType> = Answers[T]['answer'];

const sha256 = v.pipe(v.string(), v.regex(/^([0-9a-f]{64})?$/));

const countsOf = (...names: string[]) =>
  v.strictObject(Object.fromEntries(names.map((name) => [name, v.number()])));
const byName = <Value extends v.GenericSchema>(value: Value) => v.record(v.string(), value);

const MORE = {
  counters: v.strictObject({
    day: v.string(),
    waits: byName(byName(v.number())),
    rules: byName(countsOf('hits', 'accepted', 'dismissed', 'alarms')),
    replies: countsOf('shown', 'accepted'),
    praise: byName(v.number()),
  }),
  learned: byName(countsOf('shown', 'accepted', 'dismissed')),
  dismissals: v.strictObject({ day: v.string(), counts: byName(v.number()) }),
} satisfies { [K in keyof Counted]: v.GenericSchema<unknown> };

const countMessage = <K extends keyof Counted>(kept: K) =>
  v.object({ type: v.literal('worker.count'), kept: v.literal(kept), more: MORE[kept] });

const MESSAGES = {
  'worker.ensureEngine': v.object({ type: v.literal('worker.ensureEngine') }),
  'worker.count': v.union([
    countMessage('counters'),
    countMessage('learned'),
    countMessage('dismissals'),
  ]),
  'worker.enrol': v.object({ type: v.literal('worker.enrol'), link: v.string() }),
  'worker.leave': v.object({ type: v.literal('worker.leave') }),
  'worker.sync': v.object({ type: v.literal('worker.sync') }),
  'worker.events': v.object({ type: v.literal('worker.events') }),
  'worker.hint': v.object({
    type: v.literal('worker.hint'),
    version: v.number(),
    jitter: v.number(),
  }),
  'hints.listen': v.object({ type: v.literal('hints.listen'), url: v.string() }),
  'engine.try': v.object({ type: v.literal('engine.try'), sha256 }),
  'engine.adopt': v.object({ type: v.literal('engine.adopt'), sha256 }),
  'engine.rebuild': v.object({ type: v.literal('engine.rebuild'), from: sha256, delta: sha256 }),
  'engine.status': v.object({ type: v.literal('engine.status') }),
  'site.status': v.object({ type: v.literal('site.status') }),
  'site.teach': v.object({ type: v.literal('site.teach') }),
  'worker.teach': v.object({ type: v.literal('worker.teach') }),
} satisfies Record<ControlType, v.GenericSchema>;

/** What a content script may ask. All else comes from the extension's own pages and worker. */
const FOR_PAGES: ReadonlySet<string> = new Set<ControlType>([
  'worker.ensureEngine',
  'worker.count',
  'worker.enrol',
]);

/** Who asks, as the browser says: `origin` is that of the page a content script runs in. */
export type Sender = { origin?: string | undefined; url?: string | undefined };

/** Whether one of the extension's own pages, or its worker, asks. */
export function isOurs({ url }: Sender): boolean {
  return url?.startsWith(browser.runtime.getURL('/')) ?? false;
}

type Handlers<T extends ControlType> = {
  [K in T]: (message: ControlMessage<K>, sender: Sender) => Promise<ControlAnswer<K>>;
};

/** What is answered in this very context: a browser does not deliver a message to who sent it. */
const here = new Map<string, (message: unknown, sender: Sender) => Promise<unknown>>();

/**
 * Answers the named messages for as long as this context lives or until
 * `signal` aborts. A handler that rejects is answered with `{error}`, which
 * `ask` turns back into an Error.
 */
export function answer<T extends ControlType>(handlers: Handlers<T>, signal?: AbortSignal): void {
  const listener = (message: unknown, sender: Sender, reply: (answer: unknown) => void) => {
    const type = (message as { type?: unknown } | null)?.type;
    if (typeof type !== 'string' || !Object.hasOwn(handlers, type)) return;
    if (!isOurs(sender) && !FOR_PAGES.has(type)) return;
    if (!v.is(MESSAGES[type as T], message)) return;
    const handle = handlers[type as T] as (m: unknown, s: Sender) => Promise<unknown>;
    handle(message, sender).then(reply, (error: unknown) => reply({ error: String(error) }));
    return true;
  };
  const own = Object.entries(handlers) as [T, (m: unknown, s: Sender) => Promise<unknown>][];
  for (const [type, handle] of own) here.set(type, handle);
  browser.runtime.onMessage.addListener(listener);
  signal?.addEventListener('abort', () => {
    for (const [type] of own) here.delete(type);
    browser.runtime.onMessage.removeListener(listener);
  });
}

/** Asks another part of the extension. Rejects when nobody answers or the handler failed. */
export async function ask<T extends ControlType>(
  message: ControlMessage<T>,
): Promise<ControlAnswer<T>> {
  const local = here.get(message.type);
  if (local)
    return local(message, { url: browser.runtime.getURL('/') }) as Promise<ControlAnswer<T>>;
  return unwrap(message.type, await browser.runtime.sendMessage(message));
}

/** Asks the content script in a tab, of the page itself or of a frame in it. Rejects when there is none. */
export async function askTab<T extends ControlType>(
  tab: number,
  message: ControlMessage<T>,
  frameId = 0,
): Promise<ControlAnswer<T>> {
  return unwrap(message.type, await browser.tabs.sendMessage(tab, message, { frameId }));
}

function unwrap<T extends ControlType>(type: T, reply: unknown): ControlAnswer<T> {
  if (reply === undefined) throw new Error(`${type}: nobody answered`);
  const error = (reply as { error?: unknown } | null)?.error;
  if (typeof error === 'string') throw new Error(`${type}: ${error}`);
  return reply as ControlAnswer<T>;
}
