/**
 * The other chats that wait for an answer, as the page's own list of
 * conversations tells. Nothing happens while nobody looks at the tab.
 */
import type { Adapter } from '@huashu/wasm/types';
import { watchElements } from '../site/elements';
import { oncePerFrame } from '../ui/frame';
import { WORDS, watchChanges } from '../ui/listen';
import { readTime } from './rows';

/** A chat, other than the open one, whose buyer waits. */
export interface WaitingChat {
  name: string;
  /** Since when, in seconds since 1970 by this machine's clock. */
  since: number;
  /** The page does not say since when: this is when it was seen to wait. */
  atLeast?: true;
}

type Waiting = NonNullable<Adapter['waiting']>;

const MAX_NAME = 20;
/** How long it takes a page to show a chat that was chosen, in milliseconds. */
const OPENING = 3_000;
/** How exactly a page says how long: what differs by less is the same wait, in seconds. */
const SLACK = { second: 3, minute: 60, hour: 3600 } as const;

export class WaitingWatcher {
  /** Who waits, the longest first. */
  chats: readonly WaitingChat[] = [];
  private readonly lists = new Set<Element>();
  /** The chat that the agent has chosen from the list: it is open now, and waits for nobody else. */
  private chosen: { name: string; since: number | null; at: number } | null = null;
  /** Pages count seconds in their lists: one look a frame is enough, and none while hidden. */
  private readonly lookSoon: () => void;

  constructor(
    document: Document,
    private readonly waiting: Waiting,
    /** Others wait than before. */
    private readonly onchange: () => void,
    signal: AbortSignal,
  ) {
    this.lookSoon = oncePerFrame(document, () => this.look(), signal);
    watchElements(document, waiting.list, (list, gone) => this.follow(list, gone), signal);
    document.addEventListener('visibilitychange', this.lookSoon, { signal });
  }

  /** Since when the buyer waited whose chat the agent has opened just now; null where nobody saw. */
  opened(): number | null {
    return this.chosen && Date.now() - this.chosen.at < OPENING ? this.chosen.since : null;
  }

  private choose(target: EventTarget | null): void {
    const item = target instanceof Element ? target.closest(this.waiting.item) : null;
    const name = item ? nameOf(this.waiting, item) : '';
    const since = this.chats.find((chat) => chat.name === name)?.since ?? null;
    this.chosen = { name, since, at: Date.now() };
    this.lookSoon();
  }

  private follow(list: Element, gone: AbortSignal): void {
    this.lists.add(list);
    list.addEventListener('click', ({ target }) => this.choose(target), {
      capture: true,
      signal: gone,
    });
    const words = { ...WORDS, attributes: true, attributeFilter: ['class'] };
    watchChanges(list, words, this.lookSoon, gone);
    gone.addEventListener('abort', () => {
      this.lists.delete(list);
      this.lookSoon();
    });
    this.look();
  }

  private look(): void {
    const known = new Map(this.chats.map((chat) => [chat.name, chat]));
    const waiting = readWaiting(this.waiting, [...this.lists], new Date());
    const chats = waiting.flatMap(({ name, since, slack }): WaitingChat | [] => {
      if (name === this.chosen?.name) return [];
      const before = known.get(name);
      // The page's own words come in steps; what was known runs on between them.
      const same = before && (since === null || Math.abs(since - before.since) <= slack);
      if (same) return before;
      return since === null ? { name, since: Date.now() / 1000, atLeast: true } : { name, since };
    });
    chats.sort((a, b) => a.since - b.since);
    if (JSON.stringify(chats) === JSON.stringify(this.chats)) return;
    this.chats = chats;
    this.onchange();
  }
}

/** Who waits by what the lists say; `since` is null where they do not say since when. */
export function readWaiting(
  waiting: Waiting,
  lists: readonly Element[],
  now: Date,
): { name: string; since: number | null; slack: number }[] {
  const seen = new Map<string, { name: string; since: number | null; slack: number }>();
  for (const item of lists.flatMap((list) => [...list.querySelectorAll(waiting.item)])) {
    const words = (selector: string | undefined) =>
      (selector ? item.querySelector(selector)?.textContent : '')?.trim() ?? '';
    const name = nameOf(waiting, item);
    const wait = words(waiting.for);
    // A list that shows the time of day there instead shows a chat that was answered.
    if (name === '' || isTimeOfDay(wait)) continue;
    const lasting = parseWait(wait);
    const since = lasting
      ? now.getTime() / 1000 - lasting.seconds
      : readTime(waiting.since, item, now);
    seen.set(name, { name, since, slack: lasting?.slack ?? SLACK.second });
  }
  return [...seen.values()];
}

function nameOf({ name }: Waiting, item: Element): string {
  const words = name ? item.querySelector(name)?.textContent : '';
  return (words ?? '').trim().slice(0, MAX_NAME);
}

const PART = /(\d+)\s*(小?时|分钟?|秒|h|m|s)/gi;

/** How long something lasts by words such as 45秒, 2分钟 or 1小时20分, and how exact they are, in seconds. */
export function parseWait(words: string): { seconds: number; slack: number } | null {
  let seconds = 0;
  let slack = 0;
  for (const [, number, unit = ''] of words.matchAll(PART)) {
    const [size, exact] = /时|h/i.test(unit)
      ? [3600, SLACK.hour]
      : /分|m/i.test(unit)
        ? [60, SLACK.minute]
        : [1, SLACK.second];
    seconds += Number(number) * size;
    slack = exact;
  }
  return slack === 0 ? null : { seconds, slack };
}

function isTimeOfDay(words: string): boolean {
  return /^\d{1,2}:\d{2}|昨天|前天|星期|周[一二三四五六日]|\d+[-/月]\d+/.test(words);
}
