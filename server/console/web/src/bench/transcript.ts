/**
 * A chat as people paste it: a line each, whose it is before a colon, perhaps
 * a time before that. Lines without a name go on with the message above.
 */
import type { ChatEvent, Role } from '@huashu/wasm';

const NAMES: Record<string, Role> = {
  ...Object.fromEntries(
    ['买家', '顾客', '客户', '用户', 'buyer', 'customer'].map((n) => [n, 'buyer']),
  ),
  ...Object.fromEntries(['客服', '卖家', '商家', '我', 'agent', 'seller'].map((n) => [n, 'agent'])),
  ...Object.fromEntries(['机器人', '自动回复', 'robot', 'bot'].map((n) => [n, 'robot'])),
  ...Object.fromEntries(['系统', 'system'].map((n) => [n, 'system'])),
};

/** [2026-11-22 14:05:12], 14:05 or （14:05） in front. */
const STAMP =
  /^[[（(【]?\s*(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ T]*)?(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*[\]）)】]?\s*/;
const LINE = /^([^\s:：]{1,12})\s*[:：]\s*(.*)$/;

/** How far apart messages without a time are taken to be, in seconds. */
const APART = 10;

export function readTranscript(text: string): ChatEvent[] {
  const events: (ChatEvent & { text: string })[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const stamp = STAMP.exec(line);
    const rest = line.slice(stamp?.[0].length ?? 0);
    const said = LINE.exec(rest);
    const role = said && NAMES[(said[1] ?? '').toLowerCase()];
    const last = events.at(-1);
    if (!role) {
      if (last) last.text += `\n${line.trim()}`;
      continue;
    }
    const t = seconds(stamp) ?? (last ? last.t + APART : 0);
    events.push({ kind: 'said', id: String(events.length), role, t, text: said[2] ?? '' });
  }
  return events;
}

function seconds(stamp: RegExpExecArray | null): number | undefined {
  if (stamp?.[1] === undefined) return undefined;
  return Number(stamp[1]) * 3600 + Number(stamp[2]) * 60 + Number(stamp[3] ?? 0);
}
