/** Plays the buyers: what they say unasked, and what they answer. */
import { useEffect } from 'preact/hooks';
import type { Chat, Event, State } from './store';

/** How long a buyer reads before typing, and types before sending, in milliseconds. */
const READS = 1_200;
const TYPES = 1_800;

type Dispatch = (event: Event) => void;

/** Keeps the buyers talking for as long as the workbench is shown. */
export function usePlay(state: State, dispatch: Dispatch): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what buyers say unasked, they say once
  useEffect(() => {
    const timers = state.chats.flatMap((chat) =>
      chat.unasked.map(({ after, text }) =>
        setTimeout(() => say(chat.id, text, dispatch), after * 1000),
      ),
    );
    return () => timers.forEach(clearTimeout);
  }, []);

  // biome-ignore lint/correctness/useHookAtTopLevel: the chats are always the same ones
  for (const chat of state.chats) useAnswer(chat, dispatch);
}

/** Answers each new message of the agent with the buyer's next line, as long as there is one. */
function useAnswer(chat: Chat, dispatch: Dispatch): void {
  const last = chat.messages.at(-1);
  const isNew = last?.role === 'agent' && last.time > PAGE_OPENED;
  const asked = isNew ? last.id : 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: one answer to each message that is new
  useEffect(() => {
    const line = chat.answers[chat.answered];
    if (!asked || !line) return;
    const reads = setTimeout(() => dispatch({ type: 'typing', chat: chat.id }), READS);
    const types = setTimeout(() => say(chat.id, line, dispatch), READS + TYPES);
    return () => {
      clearTimeout(reads);
      clearTimeout(types);
    };
  }, [asked]);
}

const PAGE_OPENED = Date.now();

function say(chat: string, text: string, dispatch: Dispatch): void {
  dispatch({ type: 'said', chat, text, time: Date.now() });
}
