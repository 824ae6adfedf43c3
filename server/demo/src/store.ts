/** The workbench's state and everything that can happen to it. */
import { CHATS, type ChatScript, type Role } from './chats';

export interface Message {
  id: number;
  role: Role;
  text: string;
  /** Milliseconds since 1970. */
  time: number;
}

export interface Chat extends ChatScript {
  messages: Message[];
  unread: number;
  /** What the agent has typed and not sent. */
  draft: string;
  /** The buyer is about to say something. */
  typing: boolean;
  /** How many of the buyer's scripted answers have been said. */
  answered: number;
}

export interface State {
  chats: Chat[];
  open: string;
}

export type Event =
  | { type: 'open'; chat: string }
  | { type: 'draft'; chat: string; text: string }
  | { type: 'sent'; chat: string; text: string; time: number }
  | { type: 'typing'; chat: string }
  | { type: 'said'; chat: string; text: string; time: number };

let lastId = 0;

/** The workbench as it is when the page opens. */
export function opening(now: number): State {
  const chats = CHATS.map((script): Chat => {
    const messages = script.history.map(({ role, text, ago }) => ({
      id: ++lastId,
      role,
      text,
      time: now - ago * 1000,
    }));
    const unanswered = messages.slice(messages.findLastIndex((m) => m.role === 'agent') + 1);
    return {
      ...script,
      messages,
      unread: unanswered.filter((m) => m.role === 'buyer').length,
      draft: '',
      typing: false,
      answered: 0,
    };
  });
  const open = chats[0]?.id ?? '';
  return reduce({ chats, open }, { type: 'open', chat: open });
}

/** What becomes of the state when something happens. */
export function reduce(state: State, event: Event): State {
  const open = event.type === 'open' ? event.chat : state.open;
  const chats = state.chats.map((chat) =>
    chat.id === event.chat ? next(chat, event, open) : chat,
  );
  return { chats, open };
}

function next(chat: Chat, event: Event, open: string): Chat {
  switch (event.type) {
    case 'open':
      return { ...chat, unread: 0 };
    case 'draft':
      return { ...chat, draft: event.text };
    case 'sent':
      return { ...add(chat, 'agent', event), draft: '' };
    case 'typing':
      return { ...chat, typing: true };
    case 'said':
      return {
        ...add(chat, 'buyer', event),
        typing: false,
        unread: chat.id === open ? 0 : chat.unread + 1,
        answered: chat.answers[chat.answered] === event.text ? chat.answered + 1 : chat.answered,
      };
  }
}

function add(chat: Chat, role: Role, { text, time }: { text: string; time: number }): Chat {
  return { ...chat, messages: [...chat.messages, { id: ++lastId, role, text, time }] };
}

/** Since when the buyer has been waiting for a person, or null when it is the buyer's turn. */
export function waitingSince(chat: Chat): number | null {
  let since: number | null = null;
  for (const { role, time } of chat.messages.toReversed()) {
    if (role === 'agent') break;
    if (role === 'buyer') since = time;
  }
  return since;
}
