/**
 * The words that a page's content script and the engine exchange over a Port,
 * and the check each message passes at the boundary. `seq` numbers a question:
 * its answer carries the same number. `open` comes first and whenever the
 * settings change; the engine answers the first with the pack in use, and
 * tells each time another pack takes its place.
 */
import type {
  Action,
  Catalogue,
  ChatEvent,
  ChatReading,
  Context,
  Finding,
  Front,
  Intent,
  PracticeStep,
  Scenario,
  Scene,
  Suggestion,
} from '@huashu/wasm/types';
import * as v from 'valibot';
import type { NamedPack } from './control';

/** The Port's name. */
export const ENGINE_PORT = 'huashu.engine';

/** A finding, and what the page does with it: a page does not get the rules themselves. */
export interface PageFinding extends Finding {
  action: Action;
}

/** What answers depend on besides what is asked. */
export interface Settings {
  context: Context;
  /** Rules to leave out. */
  off: string[];
  /** What is known of the shop. */
  front: Front;
}

/** What is known around one chat, besides its words and the shop. */
export type Visit = Omit<Scene, keyof Front>;

/** What a page may ask, and what it is told. */
interface Questions {
  check: { asked: { text: string }; answer: PageFinding[] };
  readChat: { asked: { events: ChatEvent[] }; answer: ChatReading };
  intents: { asked: { text: string }; answer: Intent[] };
  suggest: { asked: { events: ChatEvent[]; visit: Visit }; answer: Suggestion[] };
  catalogue: { asked: { text: string }; answer: Catalogue };
  scenarios: { asked: object; answer: Scenario[] };
  practise: { asked: { scenario: string; events: ChatEvent[] }; answer: PracticeStep };
}

export type Question = keyof Questions;
export type Asked<Q extends Question> = Questions[Q]['asked'];
export type Answer<Q extends Question> = Questions[Q]['answer'];

/** A question on its way. */
export type QuestionRequest = { [Q in Question]: { type: Q; seq: number } & Asked<Q> }[Question];

export type EngineRequest = ({ type: 'open' } & Settings) | QuestionRequest;

export type EngineReply =
  | { type: 'pack'; pack: PagePack }
  | { [Q in Question]: { type: Q; seq: number; answer: Answer<Q> } }[Question]
  | { type: 'failed'; seq: number; reason: string };

/** What a page needs to know of the pack; the rules' own words come with each finding. */
export type PagePack = Pick<NamedPack, 'name' | 'version' | 'sha256' | 'adapters' | 'intents'>;

/** The longest message checked, in UTF-16 code units. Nobody types more; a paste may hold more. */
export const MAX_TEXT = 20_000;
/** The longest list of goods read, in UTF-16 code units. */
export const MAX_CATALOGUE = 8_000_000;
/** How much of a chat is told, in events. */
export const MAX_EVENTS = 600;

const seq = v.pipe(v.number(), v.integer(), v.minValue(0));
const optionalString = v.optional(v.string());
const offset = v.pipe(v.number(), v.integer(), v.minValue(0));
const role = v.picklist(['buyer', 'agent', 'robot', 'system']);
const severity = v.picklist(['hint', 'warning', 'error']);

const context = v.object({
  role: v.optional(role),
  profile: optionalString,
  platform: optionalString,
  category: optionalString,
  today: optionalString,
});

const action = v.picklist(['hint', 'warn', 'confirm']);
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));

const finding = v.object({
  rule: v.string(),
  category: v.string(),
  severity,
  start: offset,
  end: offset,
  text: v.string(),
  message: v.string(),
  why: v.string(),
  source: v.string(),
  fixes: v.array(
    v.object({
      label: v.string(),
      edits: v.array(v.object({ start: offset, end: offset, text: v.string() })),
    }),
  ),
});

const events = v.pipe(
  v.array(
    v.object({
      kind: v.picklist(['said', 'typing', 'opened', 'closed']),
      id: optionalString,
      role: v.optional(role),
      t: v.number(),
      text: v.optional(text),
      history: v.optional(v.boolean()),
    }),
  ),
  v.maxLength(MAX_EVENTS),
);

const index = v.pipe(v.number(), v.integer(), v.minValue(-1));
const limits = v.object({
  golden: v.number(),
  first: v.number(),
  reply: v.number(),
  platform: v.number(),
  hours: v.object({ from: v.number(), to: v.number() }),
});
const reading = v.object({
  state: v.object({
    messages: v.array(v.looseObject({ role, t: v.number(), text: v.string() })),
    open: v.boolean(),
    done: v.boolean(),
  }),
  rounds: v.array(
    v.looseObject({
      first: v.boolean(),
      start: v.number(),
      end: v.number(),
      answer: index,
      buyer: v.array(offset),
    }),
  ),
  findings: v.array(v.object({ ...finding.entries, turn: index })),
  limits,
});

const suggestion = v.object({
  kind: v.picklist(['greeting', 'reply', 'question', 'product', 'escalate', 'farewell']),
  text: v.string(),
  products: v.array(v.string()),
  why: v.string(),
  intent: v.string(),
  template: v.string(),
});

const catalogue = v.object({
  products: v.array(v.looseObject({ id: v.string(), name: v.string() })),
  problems: v.array(v.looseObject({ line: v.number(), message: v.string() })),
});

// Scripts come from the pack, which the engine validated; here only their outline counts.
const scenario = v.looseObject({
  id: v.string(),
  title: v.string(),
  about: v.string(),
  level: v.number(),
});
const step = v.object({
  say: v.array(v.string()),
  done: v.boolean(),
  review: v.object({ score: v.number(), turns: v.array(v.looseObject({ score: v.number() })) }),
  limits,
});

const titled = v.object({ id: v.string(), title: v.string() });

// The pack was validated by the engine that loaded it; here only its outline counts.
const pack = v.looseObject({
  name: v.string(),
  version: v.string(),
  sha256: v.string(),
  adapters: v.array(
    v.looseObject({ id: v.string(), matches: v.array(v.string()), input: v.string() }),
  ),
  intents: v.array(titled),
});

const asked = <E extends v.ObjectEntries>(type: Question, entries: E) =>
  v.object({ type: v.literal(type), seq, ...entries });

const REQUESTS = {
  // What a page or a shop says of its goods is read with care by the engine itself.
  open: v.object({
    type: v.literal('open'),
    context,
    off: v.array(v.string()),
    front: v.looseObject({}),
  }),
  check: asked('check', { text }),
  readChat: asked('readChat', { events }),
  intents: asked('intents', { text }),
  suggest: asked('suggest', { events, visit: v.looseObject({}) }),
  catalogue: asked('catalogue', { text: v.pipe(v.string(), v.maxLength(MAX_CATALOGUE)) }),
  scenarios: asked('scenarios', {}),
  practise: asked('practise', { scenario: v.string(), events }),
} satisfies Record<EngineRequest['type'], v.GenericSchema>;

const answered = <S extends v.GenericSchema>(type: Question, answer: S) =>
  v.object({ type: v.literal(type), seq, answer });

const REPLIES = {
  pack: v.object({ type: v.literal('pack'), pack }),
  check: answered('check', v.array(v.object({ ...finding.entries, action }))),
  readChat: answered('readChat', reading),
  intents: answered('intents', v.array(v.object({ id: v.string(), score: v.number() }))),
  suggest: answered('suggest', v.array(suggestion)),
  catalogue: answered('catalogue', catalogue),
  scenarios: answered('scenarios', v.array(scenario)),
  practise: answered('practise', step),
  failed: v.object({ type: v.literal('failed'), seq, reason: v.string() }),
} satisfies Record<EngineReply['type'], v.GenericSchema>;

/** The request in a message, or null when it is none. */
export function parseRequest(message: unknown): EngineRequest | null {
  return parse(REQUESTS, message) as EngineRequest | null;
}

/** The reply in a message, or null when it is none. */
export function parseReply(message: unknown): EngineReply | null {
  return parse(REPLIES, message) as EngineReply | null;
}

function parse(table: Record<string, v.GenericSchema>, message: unknown): unknown {
  const type = (message as { type?: unknown } | null)?.type;
  const schema = typeof type === 'string' && Object.hasOwn(table, type) ? table[type] : undefined;
  return schema && v.is(schema, message) ? message : null;
}
