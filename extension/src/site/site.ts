/** One page under the extension: follows the agent's switches and the shop's, and answers the popup. */
import type { Adapter } from '@huashu/wasm/types';
import type { Channel } from '../engine/channel';
import { texts } from '../i18n/browser';
import type { PanelMemory } from '../panel/panel';
import { answer, type SiteStatus } from '../protocol/control';
import { Counters } from '../settings/counters';
import { counted } from '../settings/counting';
import { Dismissals, today } from '../settings/dismissals';
import { Learned } from '../settings/learned';
import { isOn, type Managed, underPolicy, watchManaged } from '../settings/managed';
import type { Ignored } from '../settings/schema';
import { type Settings, saveSettings, watchSettings } from '../settings/settings';
import { stored } from '../settings/stored';
import { watchSync } from '../sync/state';
import { boxesIn } from '../teach/boxes';
import { Lesson } from '../teach/lesson';
import { keepTaught, watchTaught } from '../teach/taught';
import { checkAdapter } from './adapters';
import { Coach } from './coach';

export interface SiteOptions {
  document: Document;
  isTopFrame: boolean;
  connect: () => Promise<Channel>;
  /** Aborts when the extension is gone. */
  signal: AbortSignal;
}

export class Site {
  private settings: Settings | null = null;
  /** What the shop's IT has set. */
  private managed: Managed = {};
  /** Rules that the shop has switched off everywhere, at once and without a release. */
  private killed: string[] = [];
  /** The pages that the user has taught. */
  private taught: Adapter[] = [];
  private coach: Coach | null = null;
  private lesson: Lesson | null = null;
  /** Until the page is known it is left in peace. */
  private learning = false;

  constructor(private readonly options: SiteOptions) {
    const { signal } = options;
    watchSettings((settings) => this.apply(settings), signal);
    watchManaged((managed) => this.govern(managed), signal);
    watchSync(({ trust }) => this.kill(trust.killed), signal);
    watchTaught((taught) => this.learn(taught), signal);
    signal.addEventListener('abort', () => {
      this.lesson?.end();
      this.coach?.stop();
    });
    answer(
      {
        'site.status': async () => this.status(),
        'site.teach': async () => {
          this.teach();
          return { ok: true };
        },
      },
      signal,
    );
  }

  private get host(): string {
    return this.options.document.location.hostname;
  }

  private apply(settings: Settings): void {
    this.settings = settings;
    const choices = { ...underPolicy(settings, this.managed), taught: this.taught };
    choices.offRules = [...choices.offRules, ...this.killed];
    if (this.learning || !isOn(settings, this.managed, this.host)) {
      this.coach?.stop();
      this.coach = null;
    } else if (this.coach) {
      this.coach.choose(choices);
    } else {
      const dismissals = new Dismissals(counted('dismissals'), today);
      const keepsakes = {
        counters: new Counters(counted('counters')),
        learned: new Learned(counted('learned')),
        places: stored<Record<string, PanelMemory>>('panel'),
      };
      const ignore = (ignored: Ignored) =>
        void saveSettings((now) => ({ ignored: [...now.ignored, ignored] }));
      this.coach = new Coach({ ...this.options, dismissals, keepsakes, ignore, texts }, choices);
    }
  }

  private govern(managed: Managed): void {
    if (JSON.stringify(managed) === JSON.stringify(this.managed)) return;
    this.managed = managed;
    if (this.settings) this.apply(this.settings);
  }

  private kill(rules: string[]): void {
    // The sync notes much else in its state; only another list is news here.
    if (JSON.stringify(rules) === JSON.stringify(this.killed)) return;
    this.killed = rules;
    if (this.settings) this.apply(this.settings);
  }

  private learn(taught: Adapter[]): void {
    this.taught = taught;
    if (this.settings) this.apply(this.settings);
  }

  private teach(): void {
    if (this.lesson) return;
    this.lesson = new Lesson({
      document: this.options.document,
      texts,
      keep: async (adapter) => {
        await keepTaught(adapter);
        this.leaveAlone(false);
      },
      ended: () => {
        this.lesson = null;
        this.leaveAlone(false);
      },
    });
    this.leaveAlone(true);
  }

  private leaveAlone(alone: boolean): void {
    this.learning = alone;
    if (this.settings && !this.options.signal.aborted) this.apply(this.settings);
  }

  private status(): SiteStatus {
    const adapter = this.coach?.adapter ?? null;
    const { document } = this.options;
    return {
      host: this.host,
      enabled: this.settings !== null && isOn(this.settings, this.managed, this.host),
      connected: this.coach?.connected ?? false,
      adapter: adapter && { id: adapter.id, title: adapter.title },
      taught:
        this.taught.find(
          ({ id, matches }) => id === adapter?.id && matches[0] === adapter.matches[0],
        ) ?? null,
      check: checkAdapter(adapter, document),
      boxes: boxesIn(document).length,
    };
  }
}
