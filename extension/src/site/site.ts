/** One page under the extension: follows the agent's switches and the shop's, and answers the popup. */
import type { Channel } from '../engine/channel';
import { texts } from '../i18n/browser';
import type { PanelMemory } from '../panel/panel';
import { answer, type SiteStatus } from '../protocol/control';
import { Dismissals, today } from '../settings/dismissals';
import { Learned } from '../settings/learned';
import { Pace } from '../settings/pace';
import { isOn, type Settings, watchSettings } from '../settings/settings';
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
  /** Rules that the shop has switched off everywhere, at once and without a release. */
  private killed: string[] = [];
  private coach: Coach | null = null;

  constructor(private readonly options: SiteOptions) {
    const { signal, isTopFrame } = options;
    watchSettings((settings) => this.apply(settings), signal);
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
    const { offRules, profile, shop } = settings;
    const choices = { offRules: [...offRules, ...this.killed], profile, shop };
    if (!isOn(settings, this.host)) {
      this.coach?.stop();
      this.coach = null;
    } else if (this.coach) {
      this.coach.choose(choices);
    } else {
      const dismissals = new Dismissals(stored('dismissals'), today);
      const keepsakes = {
        pace: new Pace(stored('pace'), today),
        learned: new Learned(stored('learned')),
        places: stored<Record<string, PanelMemory>>('panel'),
      };
      this.coach = new Coach({ ...this.options, dismissals, keepsakes, texts }, choices);
    }
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
      enabled: this.settings !== null && isOn(this.settings, this.host),
      connected: this.coach?.connected ?? false,
      adapter: adapter && { id: adapter.id, title: adapter.title },
      check: checkAdapter(adapter, this.options.document),
    };
  }
}
