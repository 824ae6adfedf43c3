/**
 * What was seen of one chat, in memory only, as the events that the engine
 * reads. A page shows a window of the chat: rows leave it and come back, older
 * ones are filled in above, the framework makes elements anew. Each row is
 * matched with what is known, and only what is new becomes an event.
 */
import type { ChatEvent } from '@huashu/wasm/types';
import type { Row } from './rows';

/** A message that is known, and the element it was last seen in. */
interface Known {
  event: ChatEvent & { kind: 'said'; t: number };
  element: Element;
  /** The page's own stamp, if it had one. */
  time: number | null;
}

/** Rows that say the same at most so many seconds apart may be one message whose stamp was set right. */
const RESTAMP = 30;
/** How much is remembered of a chat: so many messages, and as many other things. */
const MAX_KNOWN = 300;
/** People say a few things at a time; more rows at once are a chat being shown. */
const MAX_ARRIVALS = 5;
/** A clock further off than this, in seconds, is another clock and not a slow network. */
const SKEW = 2;

export class ChatLog {
  /** In the order of the chat. */
  private known: Known[] = [];
  /** What is no row, in the order in which it happened. */
  private marks: ChatEvent[] = [];
  private typing = false;
  private lastId = 0;
  /** By how much this machine's clock runs ahead of the page's stamps, in seconds. */
  private ahead: number | null = null;

  /** All that was seen, as the engine wants it. */
  get events(): ChatEvent[] {
    return [...this.known.map(({ event }) => event), ...this.marks].sort((a, b) => a.t - b.t);
  }

  /** The time on the clock of the page's stamps, in seconds. */
  now(): number {
    const ahead = this.ahead ?? 0;
    return Date.now() / 1000 - (Math.abs(ahead) > SKEW ? ahead : 0);
  }

  /** The agent looks at this chat, or at another from now on. */
  mark(kind: 'opened' | 'closed'): void {
    this.note(kind);
  }

  /** The agent has pressed a key in the box. False when that was known already. */
  type(): boolean {
    if (this.typing) return false;
    this.typing = true;
    this.note('typing');
    return true;
  }

  /** Whether the rows are this chat's. One that only says the same may be anybody's: everybody says 在吗. */
  knows(rows: readonly Row[]): boolean {
    const matched = this.match(rows);
    const isSure = (known: Known | null | undefined, row: Row) =>
      known && (known.element === row.element || (row.time !== null && known.time === row.time));
    return (
      rows.some((row, i) => isSure(matched[i], row)) ||
      matched.filter((known) => known !== null).length > 1
    );
  }

  /**
   * Takes in the rows that stand on the page. `watched` tells that nothing can
   * have been missed since the last time: what has then been added at the end
   * was said just now. `waits` is since when the buyer is known to wait where
   * the rows do not say it. True when anything is new.
   */
  take(rows: readonly Row[], watched: boolean, waits: number | null = null): boolean {
    const matched = this.match(rows);
    let changed = false;
    // Where the next row belongs: behind the last that is known.
    let at = this.known.length;
    const first = matched.find((known) => known !== null);
    if (first) at = this.known.indexOf(first);
    else if (watched && this.known.length > 0) at = 0; // Leapt far up: old talk.
    const lastAnswer = rows.findLastIndex(({ role }) => role === 'agent');
    const lastKnown = matched.findLastIndex((known) => known !== null);
    const arriving = watched && rows.length - 1 - lastKnown <= MAX_ARRIVALS;

    for (const [i, row] of rows.entries()) {
      const known = matched[i];
      if (known) {
        at = this.known.indexOf(known) + 1;
        changed = this.see(known, row) || changed;
        continue;
      }
      const isLast = at === this.known.length && i > lastKnown;
      // A buyer who had been waiting before we looked waits still, if we know since when.
      const unanswered = i > lastAnswer && (row.time ?? waits) !== null;
      const live = isLast && (arriving || unanswered);
      if (live && arriving) this.setClock(row);
      const since = arriving ? this.now() : (waits ?? this.now());
      this.known.splice(at, 0, this.hear(row, live, since, this.known[at]));
      at++;
      changed = true;
    }
    this.known = this.known.slice(-MAX_KNOWN);
    return changed;
  }

  /** The known message of each row, or null. No message is given twice. */
  private match(rows: readonly Row[]): (Known | null)[] {
    const taken = new Set<Known>();
    const matched: (Known | null)[] = rows.map(() => null);
    const claim = (i: number, known: Known | undefined): boolean => {
      if (!known || taken.has(known) || matched[i] || !isSame(known, rows[i])) return false;
      taken.add(known);
      matched[i] = known;
      return true;
    };

    const byElement = new Map(this.known.map((known) => [known.element, known]));
    for (const [i, row] of rows.entries()) {
      if (claim(i, byElement.get(row.element)) || row.time === null) continue;
      claim(
        i,
        this.known.find(
          (known) => known.time === row.time && !taken.has(known) && isSame(known, row),
        ),
      );
    }
    if (taken.size === 0) this.align(rows, claim);
    // Next to a row that is known stands the next message that is known.
    for (let i = 1; i < rows.length; i++) {
      const before = matched[i - 1];
      if (before) claim(i, this.known[this.known.indexOf(before) + 1]);
    }
    for (let i = rows.length - 2; i >= 0; i--) {
      const after = matched[i + 1];
      if (after) claim(i, this.known[this.known.indexOf(after) - 1]);
    }
    return matched;
  }

  /** Elements made anew without a stamp: the longest stretch that says the same, the latest among equals. */
  private align(
    rows: readonly Row[],
    claim: (i: number, known: Known | undefined) => boolean,
  ): void {
    let best = { start: 0, overlap: 0 };
    for (let start = 1 - rows.length; start < this.known.length; start++) {
      let overlap = 0;
      const fits = rows.every((row, i) => {
        const known = this.known[start + i];
        if (!known) return true;
        overlap++;
        return isSame(known, row);
      });
      if (fits && overlap >= best.overlap) best = { start, overlap };
    }
    if (best.overlap === 0) return;
    for (const i of rows.keys()) claim(i, this.known[best.start + i]);
  }

  /** A known message is seen again: its element may be another, and its words may have come late. */
  private see(known: Known, row: Row): boolean {
    known.element = row.element;
    known.time ??= row.time;
    if (known.event.text === row.text) return false;
    known.event.text = row.text;
    return true;
  }

  private hear(row: Row, live: boolean, since: number, next: Known | undefined): Known {
    if (row.role === 'agent' && live) this.typing = false;
    // Without a stamp, old talk stands a moment before what is below it.
    const unstamped = live ? since : (next?.event.t ?? since) - 0.001;
    return {
      element: row.element,
      time: row.time,
      event: {
        kind: 'said',
        id: String(++this.lastId),
        role: row.role,
        t: row.time ?? unstamped,
        text: row.text,
        ...(!live && { history: true }),
      },
    };
  }

  private note(kind: ChatEvent['kind']): void {
    this.marks.push({ kind, t: this.now() });
    this.marks = this.marks.slice(-MAX_KNOWN);
  }

  private setClock(row: Row): void {
    if (row.time === null) return;
    const ahead = Date.now() / 1000 - row.time;
    // What arrives late seems to run ahead: the least delayed tells best.
    if (this.ahead === null || ahead < this.ahead) this.ahead = ahead;
  }
}

/** Whether a row can be a message: the same side, the same words or words that were still to come. */
function isSame(known: Known, row: Row | undefined): boolean {
  if (!row || known.event.role !== row.role) return false;
  if (known.time !== null && row.time !== null && Math.abs(known.time - row.time) > RESTAMP)
    return false;
  return (
    known.event.text === row.text || (known.event.text === '' && known.element === row.element)
  );
}
