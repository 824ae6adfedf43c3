/** One page under the extension: follows the agent's switches and answers the popup. */
import type { Channel } from '../engine/channel';
import { texts } from '../i18n/browser';
import { answer, type SiteStatus } from '../protocol/control';
import { Dismissals, today } from '../settings/dismissals';
import { isOn, type Settings, watchSettings } from '../settings/settings';
import { storedTally } from '../settings/tally';
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
  private coach: Coach | null = null;

  constructor(private readonly options: SiteOptions) {
    const { signal, isTopFrame } = options;
    watchSettings((settings) => this.apply(settings), signal);
    signal.addEventListener('abort', () => this.coach?.stop());
    // A frame leaves the answer to the page around it.
    if (isTopFrame) answer({ 'site.status': async () => this.status() }, signal);
  }

  private get host(): string {
    return this.options.document.location.hostname;
  }

  private apply(settings: Settings): void {
    this.settings = settings;
    if (!isOn(settings, this.host)) {
      this.coach?.stop();
      this.coach = null;
    } else if (this.coach) {
      this.coach.choose(settings);
    } else {
      const dismissals = new Dismissals(storedTally, today);
      this.coach = new Coach({ ...this.options, dismissals, texts }, settings);
    }
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
