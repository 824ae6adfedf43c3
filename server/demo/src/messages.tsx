/** What was said, the latest in sight. */
import { Fragment } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { SHOP } from './chats';
import { Avatar } from './conversations';
import type { Chat, Message } from './store';
import { clock } from './time';

/** A pause after which the time is shown again, in milliseconds. */
const PAUSE = 60_000;

export function Messages({ chat }: { chat: Chat }) {
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new calls for scrolling
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [chat.id, chat.messages.length, chat.typing]);
  return (
    <div class="messages" ref={list} data-demo="messages" role="log" aria-label="聊天记录">
      {chat.messages.map((message, i) => {
        const before = chat.messages[i - 1];
        const pause = !before || message.time - before.time > PAUSE;
        return (
          <Fragment key={message.id}>
            {pause && <p class="when">{clock(message.time)}</p>}
            <Row chat={chat} message={message} />
          </Fragment>
        );
      })}
      {chat.typing && <p class="when">对方正在输入…</p>}
    </div>
  );
}

function Row({ chat, message }: { chat: Chat; message: Message }) {
  const { role, text, time } = message;
  const own = role === 'agent' || role === 'robot';
  return (
    <div class={`message ${role}`} data-demo="message" data-role={role} data-time={time}>
      {role !== 'system' && (own ? <Self role={role} /> : <Avatar chat={chat} />)}
      <div class="said">
        {role === 'robot' && <span class="by">机器人</span>}
        <div class="bubble" data-demo="text">
          {text}
        </div>
      </div>
    </div>
  );
}

function Self({ role }: { role: 'agent' | 'robot' | 'buyer' | 'system' }) {
  return (
    <span class="avatar own" aria-hidden="true">
      {role === 'robot' ? '机' : SHOP.agent.slice(0, 1)}
    </span>
  );
}
