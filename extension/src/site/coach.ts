/**
 * Huashu at work on one page: holds the line to the engine, picks the page's
 * adapter from the pack and coaches the inputs it names, until it is stopped.
 * It knows nothing of the extension, so that a page can run it by itself.
 */
import type { Adapter, Context } from '@huashu/wasm/types';
import { type Annotator, annotate } from '../annotator/annotator';
import type { Channel } from '../engine/channel';
import { EngineClient } from '../engine/client';
import type { Texts } from '../i18n/texts';
import { MAX_TEXT, type PagePack } from '../protocol/engine';
import { type Dismissals, today } from '../settings/dismissals';
import { adapterFor } from './adapters';
import { watchElements } from './elements';

export interface CoachOptions {
  document: Document;
  isTopFrame: boolean;
  /** Opens a line to the engine. */
  connect: () => Promise<Channel>;
  dismissals: Dismissals;
  texts: Texts;
}

/** What the agent has chosen. */
export interface CoachChoices {
  offRules: string[];
  /** Empty for the page's own. */
  profile: string;
}

export class Coach {
  /** The adapter in use, or null when none fits the page. */
  adapter: Adapter | null = null;

  private readonly life = new AbortController();
  private readonly client: EngineClient;
  private readonly annotators = new Set<Annotator>();
  private watch: AbortController | null = null;

  constructor(
    private readonly options: CoachOptions,
    private choices: CoachChoices,
  ) {
    const { signal } = this.life;
    const { document } = options;
    this.client = new EngineClient({
      connect: options.connect,
      settings: () => ({ context: this.context(), off: this.choices.offRules }),
      onpack: (pack) => this.usePack(pack),
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
    this.recheck();
  }

  /** Ends the work and takes every trace of it off the page. */
  stop(): void {
    this.watch?.abort();
    this.life.abort();
  }

  private usePack(pack: PagePack): void {
    const { document, isTopFrame } = this.options;
    const adapter = adapterFor(pack.adapters, document.location.href, isTopFrame);
    if (JSON.stringify(adapter) === JSON.stringify(this.adapter)) {
      this.recheck();
      return;
    }
    this.watch?.abort();
    this.adapter = adapter;
    if (!adapter) return;
    this.watch = new AbortController();
    watchElements(
      document,
      adapter.input,
      (el, signal) => this.attach(el, signal),
      this.watch.signal,
    );
  }

  private attach(element: Element, signal: AbortSignal): void {
    const { dismissals, texts } = this.options;
    const annotator = annotate(
      element,
      {
        check: (text) => this.client.ask('check', { text: text.slice(0, MAX_TEXT) }),
        isQuiet: (rule) => dismissals.isQuiet(rule),
        dismissed: (rule) => void dismissals.dismissed(rule),
        texts,
      },
      signal,
    );
    if (!annotator) return;
    this.annotators.add(annotator);
    signal.addEventListener('abort', () => this.annotators.delete(annotator));
  }

  private recheck(): void {
    for (const annotator of this.annotators) annotator.recheck();
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
