/**
 * Huashu at work on one page: holds the line to the engine, picks the page's
 * adapter from the pack and coaches the inputs it names, until it is stopped.
 * It knows nothing of the extension, so that a page can run it by itself.
 */
import type { Adapter, Context, Finding, Front } from '@huashu/wasm/types';
import { type Annotator, annotate, type Fates } from '../annotator/annotator';
import type { Editor } from '../annotator/editor';
import type { Channel } from '../engine/channel';
import { EngineClient } from '../engine/client';
import { Guard } from '../guard/guard';
import type { Texts } from '../i18n/texts';
import { Companion, type Keepsakes } from '../panel/companion';
import { MAX_TEXT, type PageFinding, type PagePack } from '../protocol/engine';
import { type Dismissals, today } from '../settings/dismissals';
import type { Ignored, Snippet } from '../settings/schema';
import { knowing } from '../settings/words';
import { Expander } from '../snippets/expander';
import { adapterFor, readable } from './adapters';
import { watchElements } from './elements';
import { readScene } from './scene';

export interface CoachOptions {
  document: Document;
  isTopFrame: boolean;
  /** Opens a line to the engine. */
  connect: () => Promise<Channel>;
  dismissals: Dismissals;
  keepsakes: Keepsakes;
  /** Keeps words that a rule shall say nothing about, ever. */
  ignore: (ignored: Ignored) => void;
  texts: Texts;
}

/** What the agent has chosen. */
export interface CoachChoices {
  offRules: string[];
  ignored: Ignored[];
  /** The agent's own dictionary. */
  words: string[];
  snippets: Snippet[];
  /** Empty for the page's own. */
  profile: string;
  /** What the shop says of itself and its goods. */
  shop: Front;
  /** Adapters of the user's own; they come before the pack's. */
  taught?: readonly Adapter[];
}

export class Coach {
  /** The adapter in use, or null when none fits the page. */
  adapter: Adapter | null = null;

  private pack: PagePack | null = null;
  /** The adapter in use and the pack's vocabulary, as JSON. */
  private inUse = '';
  /** What is known of the shop. */
  private front: Front = {};
  private readonly life = new AbortController();
  private readonly client: EngineClient;
  private readonly annotators = new Set<Annotator>();
  private companion: Companion | null = null;
  private watch: AbortController | null = null;

  constructor(
    private readonly options: CoachOptions,
    private choices: CoachChoices,
  ) {
    const { signal } = this.life;
    const { document } = options;
    this.client = new EngineClient({
      connect: options.connect,
      settings: () => ({
        context: this.context(),
        off: this.choices.offRules,
        front: this.front,
      }),
      onpack: (pack) => this.adopt(pack),
      signal,
    });
    // Coming back to a tab whose line was lost while nobody looked.
    document.addEventListener(
      'visibilitychange',
      () => {
        if (!document.hidden && !this.client.connected) this.client.open();
      },
      { signal },
    );
    void options.dismissals.load();
    this.client.open();
  }

  /** Whether the engine answers. */
  get connected(): boolean {
    return this.client.connected;
  }

  choose(choices: CoachChoices): void {
    this.choices = choices;
    if (this.pack) this.adopt(this.pack);
  }

  /** Ends the work and takes every trace of it off the page. */
  stop(): void {
    this.watch?.abort();
    this.life.abort();
  }

  private adopt(pack: PagePack): void {
    this.pack = pack;
    const { document, isTopFrame } = this.options;
    const adapters = [...(this.choices.taught ?? []), ...pack.adapters];
    const named = adapterFor(adapters, document.location.href, isTopFrame);
    const adapter = named && readable(named, document);
    const same = JSON.stringify([adapter, pack.intents]);
    if (same === this.inUse) {
      this.recheck();
      return;
    }
    this.inUse = same;
    this.watch?.abort();
    this.companion = null;
    this.adapter = adapter;
    if (!adapter) return;
    this.watch = new AbortController();
    const { signal } = this.watch;
    watchElements(document, adapter.input, (el, gone) => this.attach(adapter, el, gone), signal);
    // A page whose rows nobody knows has boxes to coach and no chat to follow.
    if (adapter.rows) this.companion = this.accompany(adapter, pack, signal);
  }

  private accompany(adapter: Adapter, { intents }: PagePack, signal: AbortSignal): Companion {
    const { document, texts, keepsakes } = this.options;
    return new Companion(
      {
        document,
        adapter,
        intents,
        texts,
        keepsakes,
        ask: (type, asked) => this.client.ask(type, asked),
        editor: () => this.editor(),
        shop: () => this.choices.shop,
        learnt: (front) => this.learn(front),
      },
      signal,
    );
  }

  /** Messages are checked against what is now known of the shop. */
  private learn(front: Front): void {
    if (JSON.stringify(front) === JSON.stringify(this.front)) return;
    this.front = front;
    for (const annotator of this.annotators) annotator.recheck();
  }

  /** The box the agent is in, else the one that came last. */
  private editor(): Editor | null {
    const editors = [...this.annotators].map(({ editor }) => editor);
    return editors.find((editor) => editor.caret() !== null) ?? editors.at(-1) ?? null;
  }

  private attach(adapter: Adapter, element: Element, signal: AbortSignal): void {
    const { document, keepsakes, texts } = this.options;
    const annotator = annotate(
      element,
      {
        check: (text) => this.check(text.slice(0, MAX_TEXT)),
        isQuiet: (finding) => this.isQuiet(finding),
        fates: this.fates(),
        texts,
      },
      signal,
    );
    if (!annotator) return;
    this.annotators.add(annotator);
    // Before the guard: Enter that picks a snippet sends nothing.
    new Expander(
      annotator.editor,
      {
        snippets: () => this.choices.snippets,
        scene: () => readScene(adapter, document, this.choices.shop),
        raised: () => annotator.hush(),
        texts,
      },
      signal,
    );
    new Guard(
      annotator.editor,
      {
        standing: () => annotator.standing(),
        send: adapter.send,
        mended: (rules) => {
          void keepsakes.counters.ruled('hits', rules);
          void keepsakes.counters.ruled('accepted', rules);
        },
        raised: () => annotator.hush(),
        texts,
      },
      signal,
    );
    element.addEventListener('input', () => this.companion?.typed(), { signal });
    signal.addEventListener('abort', () => this.annotators.delete(annotator));
  }

  private async check(text: string): Promise<PageFinding[]> {
    const found = await this.client.ask('check', { text });
    return knowing(this.choices.words, text, found);
  }

  private isQuiet({ rule, text }: Finding): boolean {
    const { ignored } = this.choices;
    return (
      this.options.dismissals.isQuiet(rule) ||
      ignored.some((other) => other.rule === rule && other.text === text)
    );
  }

  /** Counts what becomes of findings, and remembers what the agent wants no more of. */
  private fates(): Fates {
    const { dismissals, keepsakes, ignore } = this.options;
    const { counters } = keepsakes;
    const ended = (what: 'accepted' | 'dismissed' | 'alarms', rule: string) => {
      void counters.ruled('hits', [rule]);
      void counters.ruled(what, [rule]);
    };
    return {
      accepted: (rule) => ended('accepted', rule),
      dismissed: (rule) => {
        ended('dismissed', rule);
        void dismissals.dismissed(rule);
      },
      ignored: ({ rule, text }) => {
        ended('dismissed', rule);
        this.choices = { ...this.choices, ignored: [...this.choices.ignored, { rule, text }] };
        ignore({ rule, text });
      },
      falseAlarm: (rule) => ended('alarms', rule),
      left: (rules) => void counters.ruled('hits', rules),
    };
  }

  private recheck(): void {
    for (const annotator of this.annotators) annotator.recheck();
    this.companion?.refresh();
  }

  private context(): Context {
    const profile = this.choices.profile || this.adapter?.profile;
    return {
      role: 'agent',
      today: today(),
      ...(this.adapter && { platform: this.adapter.id }),
      ...(profile && { profile }),
    };
  }
}
