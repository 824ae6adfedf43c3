/** What the engine says of a text: of a message, or of each message of a chat. */
import type { ChatFinding, ChatMessage, Finding, Intent, Suggestion } from '@huashu/wasm';
import type { Engine } from '../engine/engine';
import { readTranscript } from './transcript';

export type Mode = 'agent' | 'buyer' | 'chat';

export interface Result {
  mode: Mode;
  text: string;
  /** Of a chat; elsewhere the one message. */
  messages: ChatMessage[];
  /** `turn` is the index of the message, -1 the whole chat. */
  findings: ChatFinding[];
  /** Of the buyer's last message. */
  intents: Intent[];
  suggestions: Suggestion[];
}

/** A suggestion has nothing to go by but the chat: the bench knows of no shop and no goods. */
const NO_SHOP = {};

export async function examine(
  engine: Engine,
  mode: Mode,
  text: string,
  profile: string,
): Promise<Result> {
  const context = profile ? { profile } : {};
  const at = (turn: number) => (finding: Finding) => ({ ...finding, turn });
  const none = { mode, text, messages: [], findings: [], intents: [], suggestions: [] };
  if (text.trim() === '') return none;
  if (mode === 'chat') {
    const events = readTranscript(text);
    await engine.configure({ ...context, role: 'agent' });
    const { state, findings } = await engine.readChat(events);
    const all: ChatFinding[] = [...findings];
    for (const [turn, { role, text: said }] of state.messages.entries()) {
      await engine.configure({ ...context, role });
      all.push(...(await engine.check(said)).map(at(turn)));
    }
    const asked = state.messages.findLast(({ role }) => role === 'buyer')?.text ?? '';
    return {
      ...none,
      messages: state.messages,
      findings: all.sort((a, b) => (a.turn >>> 0) - (b.turn >>> 0) || a.start - b.start),
      intents: await engine.intents(asked),
      suggestions: await engine.suggest({ events, context: NO_SHOP }),
    };
  }
  await engine.configure({ ...context, role: mode });
  const findings = (await engine.check(text)).map(at(0));
  const messages: ChatMessage[] = [{ role: mode, t: 0, text }];
  if (mode === 'agent') return { ...none, messages, findings };
  return {
    ...none,
    messages,
    findings,
    intents: await engine.intents(text),
    suggestions: await engine.suggest({
      events: [{ kind: 'said', role: 'buyer', t: 0, id: '0', text }],
      context: NO_SHOP,
    }),
  };
}

/** A text after one of its fixes. */
export function withFix(text: string, fix: Finding['fixes'][number]): string {
  return fix.edits.reduceRight((done, { start, end, text: words }) => {
    return done.slice(0, start) + words + done.slice(end);
  }, text);
}
