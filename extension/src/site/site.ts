/**
 * Huashu on one page: follows the agent's settings, holds the line to the
 * engine, picks the page's adapter from the pack and coaches the inputs it
 * names. Whatever fails here fails alone: the page never notices.
 */
import type { Adapter, Context, PackInfo } from '@huashu/wasm/types';
import { annotate, type Annotator } from '../annotator/annotator';
import type { Channel } from '../engine/channel';
import { EngineClient } from '../engine/client';
import { texts } from '../i18n/browser';
import { answer, type SiteStatus } from '../protocol/control';
import { Dismissals, today } from '../settings/dismissals';
import { isOn, type Settings, watchSettings } from '../settings/settings';
import { storedTally } from '../settings/tally';
import { adapterFor, checkAdapter } from './adapters';
import { watchInputs } from './inputs';

export interface SiteOptions {
  document: Document;
  isTopFrame: boolean;
  connect: () => Promise<Channel>;
  /** Aborts when the extension is gone. */
  signal: AbortSignal;
}

export class Site {
  private settings: Settings | null = null;
  private work: Work | null = null;

  constructor(private readonly options: SiteOptions) {
    watchSettings((settings) => this.apply(settings), options.signal);
    options.signal.addEventListener('abort', () => this.work?.stop());
    // A frame that is none of ours leaves the answer to another.
    if (options.isTopFrame) answer({ 'site.status': async () => this.status() }, options.signal);
  }

  private get host(): string {
    return this.options.document.location.hostname;
  }

  private apply(settings: Settings): void {
    this.settings = settings;
    if (!isOn(settings, this.host)) {
      this.work?.stop();
      this.work = null;
    } else if (this.work) {
      this.work.reconfigure(settings);
    } else {
      this.work = new Work(this.options, settings);
    }
  }

  private status(): SiteStatus {
    const adapter = this.work?.adapter ?? null;
    return {
      host: this.host,
      enabled: this.settings !== null && isOn(this.settings, this.host),
      connected: this.work?.connected ?? false,
      adapter: adapter && { id: adapter.id, title: adapter.title },
      check: checkAdapter(adapter, this.options.document),
    };
  }
}

/** Everything that runs while the site is switched on. */
class Work {
  adapter: Adapter | null = null;

  private readonly life = new AbortController();
  private readonly client: EngineClient;
  private readonly dismissals = new Dismissals(storedTally, today);
  private readonly annotators = new Set<Annotator>();
  private watch: AbortController | null = null;

  constructor(
    private readonly options: SiteOptions,
    private settings: Settings,
  ) {
    const { signal } = this.life;
    const { document } = options;
    this.client = new EngineClient({
      connect: options.connect,
      settings: () => ({ context: this.context(), off: this.settings.offRules }),
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
    void this.dismissals.load();
    this.client.open();
  }

  get connected(): boolean {
    return this.client.connected;
  }

  reconfigure(settings: Settings): void {
    this.settings = settings;
    this.recheck();
  }

  stop(): void {
    this.watch?.abort();
    this.life.abort();
  }

  private usePack(pack: PackInfo): void {
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
    watchInputs(document, adapter.input, (el, signal) => this.coach(el, signal), this.watch.signal);
  }

  private coach(element: Element, signal: AbortSignal): void {
    const annotator = annotate(
      element,
      {
        check: (text) => this.client.check(text),
        isQuiet: (rule) => this.dismissals.isQuiet(rule),
        dismissed: (rule) => void this.dismissals.dismissed(rule),
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
    const profile = this.settings.profile || this.adapter?.profile;
    return {
      role: 'agent',
      today: today(),
      ...(this.adapter && { platform: this.adapter.id }),
      ...(profile && { profile }),
    };
  }
}
