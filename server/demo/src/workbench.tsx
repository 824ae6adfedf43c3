/** The seller's workbench: who is waiting, what was said, what it is about. */
import { useReducer } from 'preact/hooks';
import { Aside } from './aside';
import { Banner } from './banner';
import { Composer } from './composer';
import { Conversations } from './conversations';
import { Messages } from './messages';
import { Navigation } from './navigation';
import { usePlay } from './play';
import { opening, reduce } from './store';

export function Workbench() {
  const [state, dispatch] = useReducer(reduce, Date.now(), opening);
  usePlay(state, dispatch);
  const chat = state.chats.find(({ id }) => id === state.open);
  if (!chat) return null;
  const draft = (text: string) => dispatch({ type: 'draft', chat: chat.id, text });
  const send = (text: string) => dispatch({ type: 'sent', chat: chat.id, text, time: Date.now() });
  return (
    <div class="page">
      <Banner />
      <div class="workbench">
        <Navigation />
        <Conversations
          chats={state.chats}
          open={chat.id}
          onopen={(id) => dispatch({ type: 'open', chat: id })}
        />
        <main class="chat">
          <header class="chat-head">
            <h1>{chat.buyer}</h1>
            {chat.tags.map((tag) => (
              <span class="tag" key={tag}>
                {tag}
              </span>
            ))}
          </header>
          <Messages chat={chat} />
          <Composer
            key={chat.id}
            kind={chat.composer}
            draft={chat.draft}
            ondraft={draft}
            onsend={send}
          />
        </main>
        <Aside chat={chat} />
      </div>
    </div>
  );
}
