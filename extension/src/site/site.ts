/** One page under the extension: follows the agent's switches and the shop's, and answers the popup. */
import type { Channel } from '../engine/channel';
import { texts } from '../i18n/browser';
import type { PanelMemory } from '../panel/panel';
import { answer, type SiteStatus } from '../protocol/control';
import { Counters } from '../settings/counters';
import { Dismissals, today } from '../settings/dismissals';
import { Learned } from '../settings/learned';
import { isOn, type Managed, underPolicy, watchManaged } from '../settings/managed';
import { type Settings, saveSettings, watchSettings } from '../settings/settings';
import type { Ignored } from '../settings/schema';
import { stored } from '../settings/stored';
import { watchSync } from '../sync/state';
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
  private coach: Coach | null = null;

  constructor(private readonly options: SiteOptions) {
    const { signal, isTopFrame } = options;
    watchSettings((settings) => this.apply(settings), signal);
    watchManaged((managed) => this.govern(managed), signal);
    watchSync(({ trust }) => this.kill(trust.killed), signal);
    signal.addEventListener('abort', () => this.coach?.stop());
    // A frame leaves the answer to the page around it.
    if (isTopFrame) answer({ 'site.status': async () => this.status() }, signal);
  }

  private get host(): string {
    return this.options.document.location.hostname;
  }

  private apply(settings: Settings): void {
    this.settings = settings;
    const choices = underPolicy(settings, this.managed);
    choices.offRules = [...choices.offRules, ...this.killed];
    if (!isOn(settings, this.managed, this.host)) {
      this.coach?.stop();
      this.coach = null;
    } else if (this.coach) {
      this.coach.choose(choices);
    } else {
      const dismissals = new Dismissals(stored('dismissals'), today);
      const keepsakes = {
        counters: new Counters(stored('counters')),
        learned: new Learned(stored('learned')),
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

  private status(): SiteStatus {
    const adapter = this.coach?.adapter ?? null;
    return {
      host: this.host,
      enabled: this.settings !== null && isOn(this.settings, this.managed, this.host),
      connected: this.coach?.connected ?? false,
      adapter: adapter && { id: adapter.id, title: adapter.title },
      check: checkAdapter(adapter, this.options.document),
    };
  }
}
