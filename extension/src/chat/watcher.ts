/**
 * Follows the chat that a page shows: looks at its rows whenever the page
 * changes them, and keeps one log for each chat that was open. Nothing happens
 * while nobody looks at the tab.
 */
import type { Adapter } from '@huashu/wasm/types';
import { watchElements } from '../site/elements';
import { oncePerFrame } from '../ui/frame';
import { WORDS, watchChanges } from '../ui/listen';
import { ChatLog } from './log';
import { type Row, readRows } from './rows';

/** How many chats are remembered at a time; those not looked at longest are forgotten first. */
const MAX_CHATS = 60;

/** How chats are called of which the page does not say. */
const NAMELESS = 'nameless ';

export class ChatWatcher {
  /** The chat on the page, or null as long as none was seen. */
  current: ChatLog | null = null;
  /** The list that holds its rows. */
  list: Element | null = null;

  private readonly logs = new Map<string, ChatLog>();
  /** To which chat an element's words belong: a page may show the old rows for a moment under the new name. */
  private readonly owners = new WeakMap<Element, { log: ChatLog; text: string }>();
  private id: string | null = null;
  private nameless = 0;
  /** Nothing can have been missed since the last look. */
  private watched = false;
  /** However much the page changes at once, one look a frame is enough. */
  private readonly lookSoon: () => void;

  constructor(
    private readonly document: Document,
    private readonly adapter: Adapter,
    /** Something was said, or another chat is shown. */
    private readonly onchange: () => void,
    /** Since when the buyer waits whose chat was opened just now, if anything tells. */
    private readonly waits: () => number | null,
    signal: AbortSignal,
  ) {
    this.lookSoon = oncePerFrame(document, () => this.look(), signal);
    watchElements(
      document,
      adapter.list ?? 'body',
      (list, gone) => this.follow(list, gone),
      signal,
    );
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.hidden) this.watched = false;
        else this.lookSoon();
      },
      { signal },
    );
  }

  /** The agent has typed into the box. */
  typed(): void {
    this.current?.type();
  }

  private follow(list: Element, gone: AbortSignal): void {
    if (this.list) return;
    this.list = list;
    watchChanges(list, WORDS, this.lookSoon, gone);
    gone.addEventListener('abort', () => {
      this.list = null;
      this.watched = false;
    });
    this.look();
  }

  private look(): void {
    if (!this.list || this.document.hidden) return;
    const rows = readRows(this.adapter, this.list, new Date());
    const switched = this.recognise(rows);
    const log = this.current;
    if (!log) return;
    const own = rows.filter(({ element, text }) => {
      const owner = this.owners.get(element);
      return !owner || owner.log === log || owner.text !== text;
    });
    for (const { element, text } of own) this.owners.set(element, { log, text });
    const changed = log.take(own, this.watched, this.watched ? null : this.waits());
    if (own.length > 0) this.watched = true;
    if (changed || switched) this.onchange();
  }

  /** Finds out which chat the rows belong to. True when it is another than before. */
  private recognise(rows: readonly Row[]): boolean {
    const id = this.chatId(rows);
    if (id === null || id === this.id) return false;
    const early = this.isNameless && this.current?.knows(rows) ? this.current : null;
    if (early) this.forget(early, rows);
    else this.current?.mark('closed');
    const log = this.logs.get(id) ?? early ?? new ChatLog();
    log.mark('opened');
    // The latest stands last, so that the first is the one to forget.
    this.logs.delete(id);
    this.logs.set(id, log);
    for (const old of [...this.logs.keys()].slice(0, -MAX_CHATS)) this.logs.delete(old);
    this.id = id;
    this.current = log;
    this.watched = false;
    return true;
  }

  /** What the page says the chat is called; where it does not, rows that have nothing in common with the last ones are another chat's. */
  private chatId(rows: readonly Row[]): string | null {
    const { selector, attr } = this.adapter.chat ?? {};
    const element = selector ? this.document.querySelector(selector) : null;
    const name = attr ? element?.getAttribute(attr) : element?.textContent?.trim();
    if (name) return name;
    if (rows.length === 0 || this.current?.knows(rows)) return this.id;
    const known = [...this.logs].find(([, log]) => log.knows(rows));
    return known ? known[0] : `${NAMELESS}${++this.nameless}`;
  }

  private get isNameless(): boolean {
    return this.id?.startsWith(NAMELESS) ?? false;
  }

  /** The page has shown rows before it said whose they are: now it has, and they are free. */
  private forget(log: ChatLog, rows: readonly Row[]): void {
    if (this.id !== null) this.logs.delete(this.id);
    for (const { element } of rows) {
      if (this.owners.get(element)?.log === log) this.owners.delete(element);
    }
  }
}
