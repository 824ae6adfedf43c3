/**
 * The words that a page's content script and the engine exchange over a Port,
 * and the check each message passes at the boundary. `seq` numbers a check:
 * its answer carries the same number. `open` comes first and whenever the
 * context changes; the engine answers the first with the pack in use, and
 * tells each time another pack takes its place.
 */
import type { Context, Finding } from '@huashu/wasm/types';
import * as v from 'valibot';
import type { NamedPack } from './control';

/** The Port's name. */
export const ENGINE_PORT = 'huashu.engine';

export type EngineRequest =
  | { type: 'open'; context: Context; off: string[] }
  | { type: 'check'; seq: number; text: string };

export type EngineReply =
  | { type: 'pack'; pack: PagePack }
  | { type: 'findings'; seq: number; findings: Finding[] }
  | { type: 'failed'; seq: number; reason: string };

/** What a page needs to know of the pack; the rules' own words come with each finding. */
export type PagePack = Pick<NamedPack, 'name' | 'version' | 'sha256' | 'adapters'>;

/** The longest message checked, in UTF-16 code units. Nobody types more; a paste may hold more. */
export const MAX_TEXT = 20_000;

const seq = v.pipe(v.number(), v.integer(), v.minValue(0));
const optionalString = v.optional(v.string());
const offset = v.pipe(v.number(), v.integer(), v.minValue(0));
const severity = v.picklist(['hint', 'warning', 'error']);

const context = v.object({
  role: v.optional(v.picklist(['buyer', 'agent', 'robot', 'system'])),
  profile: optionalString,
  platform: optionalString,
  category: optionalString,
  today: optionalString,
});

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

// The pack was validated by the engine that loaded it; here only its outline counts.
const pack = v.looseObject({
  name: v.string(),
  version: v.string(),
  sha256: v.string(),
  adapters: v.array(
    v.looseObject({ id: v.string(), matches: v.array(v.string()), input: v.string() }),
  ),
});

const REQUESTS = {
  open: v.object({ type: v.literal('open'), context, off: v.array(v.string()) }),
  check: v.object({
    type: v.literal('check'),
    seq,
    text: v.pipe(v.string(), v.maxLength(MAX_TEXT)),
  }),
} satisfies Record<EngineRequest['type'], v.GenericSchema>;

const REPLIES = {
  pack: v.object({ type: v.literal('pack'), pack }),
  findings: v.object({ type: v.literal('findings'), seq, findings: v.array(finding) }),
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
