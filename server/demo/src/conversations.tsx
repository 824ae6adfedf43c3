/** Who is there, who waits, and for how long. */
import { SHOP } from './chats';
import { Icon } from './icons';
import { type Chat, waitingSince } from './store';
import { clock, span, useNow } from './time';

/** A buyer who has waited longer is in danger of leaving, in milliseconds. */
const LONG_WAIT = 60_000;

export function Conversations({
  chats,
  open,
  onopen,
}: {
  chats: Chat[];
  open: string;
  onopen: (id: string) => void;
}) {
  const now = useNow();
  const waiting = chats.filter((chat) => waitingSince(chat) !== null).length;
  return (
    <section class="conversations" aria-label="会话">
      <div class="shop">
        <strong>{SHOP.name}</strong>
        <span class="status">
          <i class="online" />
          在线
        </span>
      </div>
      <div class="search">
        <Icon name="search" />
        搜索买家、订单号
      </div>
      <div class="tabs">
        <span class="tab here">正在接待 {chats.length}</span>
        <span class="tab">待回复 {waiting}</span>
        <span class="tab">最近</span>
      </div>
      <div class="list" role="listbox" aria-label="正在接待的买家">
        {chats.map((chat) => (
          <Row key={chat.id} chat={chat} here={chat.id === open} now={now} onopen={onopen} />
        ))}
      </div>
      <p class="today">
        今日接待 <b>38</b> · 平均响应 <b>17</b> 秒
      </p>
    </section>
  );
}

function Row({
  chat,
  here,
  now,
  onopen,
}: {
  chat: Chat;
  here: boolean;
  now: number;
  onopen: (id: string) => void;
}) {
  const last = chat.messages.at(-1);
  const since = waitingSince(chat);
  const wait = since === null ? 0 : now - since;
  return (
    <div
      role="option"
      tabIndex={0}
      class="conversation"
      aria-selected={here}
      data-demo="chat"
      data-chat={chat.id}
      onClick={() => onopen(chat.id)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onopen(chat.id);
      }}
    >
      <Avatar chat={chat} />
      {chat.unread > 0 && <span class="unread">{chat.unread}</span>}
      <span class="who">{chat.buyer}</span>
      <time>{last && clock(last.time)}</time>
      <span class="last">{chat.typing ? '对方正在输入…' : last?.text}</span>
      {since !== null && (
        <span class={wait > LONG_WAIT ? 'wait long' : 'wait'}>等待 {span(wait)}</span>
      )}
    </div>
  );
}

export function Avatar({ chat }: { chat: Chat }) {
  return (
    <span class="avatar" style={{ '--hue': String(chat.hue) }} aria-hidden="true">
      {chat.buyer.slice(0, 1)}
    </span>
  );
}
