/**
 * Stands by the chat on a page: follows what is said, asks the engine what to
 * make of it, shows that in the panel and fills the input with what the agent
 * picks. It never sends.
 *
 * Keys, anywhere but in another field of the page:
 *   Alt+1, 2, 3   fill in that suggestion
 *   Alt+0         into the panel, and out of it again; Esc leaves it, too
 */
import type {
  Adapter,
  ChatFinding,
  ChatReading,
  Front,
  Intent,
  Round,
  Scene,
  Suggestion,
} from '@huashu/wasm/types';
import type { Editor } from '../annotator/editor';
import type { ChatLog } from '../chat/log';
import { WaitingWatcher } from '../chat/waiting';
import { ChatWatcher } from '../chat/watcher';
import type { Texts } from '../i18n/texts';
import { type Answer, type Asked, MAX_EVENTS, type Question } from '../protocol/engine';
import type { Counters } from '../settings/counters';
import type { Learned } from '../settings/learned';
import { paceOf } from '../settings/pace';
import type { Store } from '../settings/store';
import { queryDeep } from '../site/deep';
import { readScene } from '../site/scene';
import { shopFacts } from './facts';
import { counts } from './grades';
import { Panel, type PanelMemory } from './panel';
import { praiseFor } from './praise';
import type { PanelState } from './view';

/** What is kept between pages, all of it counters and places. */
export interface Keepsakes {
  counters: Counters;
  learned: Learned;
  /** How the panel was left, by host. */
  places: Store<Record<string, PanelMemory>>;
}

export interface CompanionHost {
  document: Document;
  adapter: Adapter;
  texts: Texts;
  keepsakes: Keepsakes;
  /** The titles of what buyers may want. */
  intents: readonly { id: string; title: string }[];
  ask<Q extends Question>(type: Q, asked: Asked<Q>): Promise<Answer<Q>>;
  /** The box that suggestions go into, or null when there is none. */
  editor(): Editor | null;
  /** What the shop says of itself. */
  shop(): Front;
  /** What is known of the shop, with all that the page shows. */
  learnt(front: Front): void;
}

/** Chips beyond these say nothing more. */
const MOST_INTENTS = 3;
/** Longer questions are not quoted whole. */
const MAX_QUOTE = 40;

export class Companion {
  private readonly watcher: ChatWatcher;
  private readonly others: WaitingWatcher | null;
  private panel: Panel | null = null;
  private state: PanelState | null = null;
  private memory: PanelMemory = { collapsed: false, at: null };
  /** What is kept between pages has been read. */
  private ready = false;
  private reading = false;
  private again = false;
  /** Rounds that are in the numbers of the day. */
  private readonly counted = new WeakMap<ChatLog, Set<string>>();
  private readonly nows = new WeakMap<ChatLog, () => number>();
  private offered = '';
  /** What was filled in last: another suggestion may take its place. */
  private filled = '';

  constructor(
    private readonly host: CompanionHost,
    private readonly signal: AbortSignal,
  ) {
    const { document, adapter, keepsakes } = host;
    const waits = () => this.updateWaiting();
    this.others = adapter.waiting
      ? new WaitingWatcher(document, adapter.waiting, waits, signal)
      : null;
    const read = () => void this.read();
    const opened = () => this.others?.opened() ?? null;
    this.watcher = new ChatWatcher(document, adapter, read, opened, signal);
    const window = document.defaultView as Window;
    window.addEventListener('keydown', (event) => this.keydown(event), { capture: true, signal });
    document.addEventListener('visibilitychange', () => this.again && void this.read(), { signal });
    signal.addEventListener('abort', () => this.panel?.close());
    void Promise.all([
      keepsakes.places.load().then((places) => {
        this.memory = places?.[document.location.hostname] ?? this.memory;
      }),
      keepsakes.counters.load(),
      keepsakes.learned.load(),
    ]).then(() => {
      this.ready = true;
      void this.read();
    });
  }

  /** The agent has typed into the box. */
  typed(): void {
    this.watcher.typed();
  }

  /** Reads the chat again: the rules or the shop's facts are others now. */
  refresh(): void {
    void this.read();
  }

  /** One reading at a time, and one more when something was said meanwhile. */
  private async read(): Promise<void> {
    // What was asked for while nobody looks is done on return.
    if (this.reading || !this.ready || this.host.document.hidden) {
      this.again = true;
      return;
    }
    this.reading = true;
    do {
      this.again = false;
      const { current: log, list } = this.watcher;
      if (!log || !list || this.signal.aborted) break;
      try {
        await this.readOnce(log);
      } catch {
        // Without an engine there is nothing to show; its return brings a new reading.
        this.panel?.close();
        break;
      }
    } while (this.again);
    this.reading = false;
  }

  private async readOnce(log: ChatLog): Promise<void> {
    const { host } = this;
    const events = log.events.slice(-MAX_EVENTS);
    const scene = readScene(host.adapter, host.document, host.shop());
    const { focus, cart_total, learned: _none, ...front } = scene;
    host.learnt(front);
    const visit = {
      learned: host.keepsakes.learned.tallies,
      ...(focus !== undefined && { focus }),
      ...(cart_total !== undefined && { cart_total }),
    };
    const chat = await host.ask('readChat', { events });
    await this.count(log, chat);
    const waits = chat.rounds.at(-1)?.answer === -1;
    const [intents, suggestions] = await Promise.all([
      this.intentsOf(chat),
      // An engine without suggestions still has its clock.
      waits ? host.ask('suggest', { events, visit }).catch(() => []) : [],
    ]);
    if (this.again || this.signal.aborted || log !== this.watcher.current) return;
    this.show(log, chat, intents, suggestions, scene);
  }

  private show(
    log: ChatLog,
    chat: ChatReading,
    intents: Intent[],
    suggestions: Suggestion[],
    { products, focus, ...front }: Scene,
  ): void {
    const { host } = this;
    const open = chat.rounds.at(-1);
    const last = chat.rounds.findLast(
      ({ answer, history, start }) => answer >= 0 && !history && counts(chat.limits, start),
    );
    this.state = {
      round:
        open && open.answer < 0 && !open.history
          ? { start: open.start, limits: chat.limits }
          : null,
      now: this.nowOf(log),
      last: last ? { wait: Math.max(0, last.end - last.start), limits: chat.limits } : null,
      waiting: this.others?.chats ?? [],
      limits: chat.limits,
      intents: intents.flatMap(({ id }) => host.intents.find((known) => known.id === id) ?? []),
      unanswered: unansweredIn(chat),
      suggestions,
      products: products ?? [],
      focus: products?.find(({ id }) => id === focus) ?? null,
      facts: shopFacts(front, host.texts),
      pace: paceOf(host.keepsakes.counters.today()),
    };
    this.draw();
    this.offer(suggestions);
  }

  /** Others wait than before: that is drawn, and nothing is asked of the engine. */
  private updateWaiting(): void {
    if (!this.state || !this.panel) return;
    this.state = { ...this.state, waiting: this.others?.chats ?? [] };
    this.draw();
  }

  private draw(): void {
    const { list } = this.watcher;
    if (!this.state || !list) return;
    if (this.panel?.chat !== list) {
      this.panel?.close();
      this.panel = this.makePanel(list);
    }
    this.panel.show(this.state);
  }

  private makePanel(list: Element): Panel {
    const { document, adapter, texts, keepsakes, editor } = this.host;
    const all = (selector: string | undefined) =>
      selector ? [...queryDeep(document, selector).elements] : [];
    return new Panel(
      list,
      {
        texts,
        clear: () => [...all(adapter.input), ...all(adapter.send)],
        dear: () => [...all(adapter.product?.card), ...all(adapter.order?.card)],
        insert: (index) => void this.insert(index),
        remember: (memory) => {
          this.memory = memory;
          void keepsakes.places
            .load()
            .then((places) =>
              keepsakes.places.save({ ...places, [document.location.hostname]: memory }),
            );
        },
        leave: () => editor()?.element.focus({ preventScroll: true }),
      },
      this.memory,
    );
  }

  /** What the buyer wants, by what was said in the last round: the last words first, the surest of each. */
  private async intentsOf({ rounds, state }: ChatReading): Promise<Intent[]> {
    const said = rounds.at(-1)?.buyer.map((i) => state.messages[i]?.text ?? '') ?? [];
    const found = await Promise.all(
      said.filter((text) => text !== '').map((text) => this.host.ask('intents', { text })),
    );
    const first = new Map<string, Intent>();
    for (const intent of found.reverse().flat()) {
      if (!first.has(intent.id)) first.set(intent.id, intent);
    }
    return [...first.values()].slice(0, MOST_INTENTS);
  }

  /** Takes rounds that have ended into the numbers of the day. */
  private async count(log: ChatLog, chat: ChatReading): Promise<void> {
    const { rounds, state } = chat;
    const counted = this.counted.get(log) ?? new Set<string>();
    this.counted.set(log, counted);
    for (const round of rounds) {
      const { answer, start, end, history } = round;
      const id = state.messages[answer]?.id;
      if (history || id === undefined || counted.has(id)) continue;
      counted.add(id);
      if (counts(chat.limits, start)) await this.host.keepsakes.counters.waited(end - start);
      await this.praise(round, chat);
    }
  }

  /** Counts a hard moment that was handled well. */
  private async praise(round: Round, { state, findings, limits }: ChatReading): Promise<void> {
    const { answer, start, end, buyer } = round;
    const said = buyer.map((i) => state.messages[i]?.text ?? '').filter((text) => text !== '');
    const intents = await Promise.all(said.map((text) => this.host.ask('intents', { text })));
    const text = state.messages[answer]?.text ?? '';
    const faults = [
      ...findings.filter(({ turn }) => turn === answer),
      ...(await this.host.ask('check', { text })),
    ];
    const praised = praiseFor(intents.flat(), end - start, limits, faults);
    if (praised) await this.host.keepsakes.counters.praised(praised);
  }

  /** Counts suggestions as shown, once for each time they are new. */
  private offer(suggestions: Suggestion[]): void {
    const offered = suggestions.map(({ text }) => text).join('\n');
    if (offered === this.offered || !this.panel?.open) return;
    this.offered = offered;
    const templates = suggestions.map(({ template }) => template);
    if (templates.length === 0) return;
    void this.host.keepsakes.learned.count('shown', templates);
    void this.host.keepsakes.counters.replied('shown', templates.length);
  }

  /** Fills a suggestion in, as one step to undo: into an empty box, in place of another, else where the caret is. */
  private async insert(index: number): Promise<void> {
    const suggestion = this.state?.suggestions[index];
    const editor = this.host.editor();
    if (!suggestion || !editor) return;
    const text = editor.text();
    const replaces = text.trim() === '' || text === this.filled;
    const caret = editor.caret() ?? text.length;
    const [start, end] = replaces ? [0, text.length] : [caret, caret];
    if (!(await editor.apply([{ start, end, text: suggestion.text }], text))) return;
    this.filled = editor.text();
    void this.host.keepsakes.learned.count('accepted', [suggestion.template]);
    void this.host.keepsakes.counters.replied('accepted', 1);
  }

  private keydown(event: KeyboardEvent): void {
    if (!event.isTrusted || event.isComposing || !event.altKey) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const digit = /^(?:Digit|Numpad)([0-3])$/.exec(event.code)?.[1];
    if (digit === undefined || !this.panel || !this.state || this.isElsewhere(event)) return;
    if (digit === '0') {
      if (this.panel.owns(event)) this.host.editor()?.element.focus({ preventScroll: true });
      else this.panel.focus();
    } else if (this.panel.open && this.state.suggestions[Number(digit) - 1]) {
      void this.insert(Number(digit) - 1);
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** Whether the agent types into something else of the page, a search box for one. */
  private isElsewhere(event: KeyboardEvent): boolean {
    const path = event.composedPath();
    const editor = this.host.editor();
    if (this.panel?.owns(event) || (editor && path.includes(editor.element))) return false;
    const target = path[0];
    return (
      target instanceof HTMLElement &&
      (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
    );
  }

  /** One function a chat, so that a clock goes on as long as its chat does. */
  private nowOf(log: ChatLog): () => number {
    const now = this.nows.get(log) ?? (() => log.now());
    this.nows.set(log, now);
    return now;
  }
}

/** Which of several messages to quote; the engine has judged them with more care. */
const QUESTION = /[?？吗呢么]|(.)不\1|怎么|多少|几|哪|什么/;
/** The category whose findings say that a question was left behind. */
const UNANSWERED = 'flow.unanswered';

/** The buyer's words that the last answers have left behind, as far as the agent can still mend that. */
function unansweredIn({ findings, rounds, state }: ChatReading): string[] {
  const left = (finding: ChatFinding) =>
    rounds
      .slice(-2)
      .find(({ answer }) => finding.category === UNANSWERED && answer === finding.turn);
  return findings.flatMap((finding) => {
    const asked = left(finding)?.buyer.map((i) => state.messages[i]?.text ?? '') ?? [];
    const question = asked.findLast((text) => QUESTION.test(text)) ?? asked.at(-1);
    if (!question) return [];
    return question.length > MAX_QUOTE ? `${question.slice(0, MAX_QUOTE)}…` : question;
  });
}
