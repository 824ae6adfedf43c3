/** How quickly the agent answered today: counters only, on this machine only. */
import type { Store } from './store';

/** Answered rounds of one day. */
export interface PaceDay {
  /** YYYY-MM-DD in the agent's own time zone. */
  day: string;
  /** How many rounds were answered after so many whole seconds; the last counts all longer ones. */
  waits: number[];
}

/** What the panel tells of a day. */
export interface PaceNumbers {
  answered: number;
  /** Seconds. */
  median: number;
  /** Share within the house's limit for every reply, 0–1. */
  quick: number;
}

/** Rounds answered within so many seconds count as quick: what the trade asks of every reply. */
export const QUICK = 20;
/** Waits are told apart up to here, in seconds. */
const LONGEST = 600;

export class Pace {
  private current: PaceDay;
  private saving: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: Store<PaceDay>,
    private readonly today: () => string,
  ) {
    this.current = { day: today(), waits: [] };
  }

  /** Takes over what other pages have counted today. */
  async load(): Promise<void> {
    const kept = await this.store.load();
    this.current = kept?.day === this.today() ? kept : { day: this.today(), waits: [] };
  }

  /** Counts a round that was answered after so many seconds. */
  count(wait: number): Promise<void> {
    this.saving = this.saving.then(async () => {
      await this.load();
      const second = Math.min(LONGEST, Math.max(0, Math.floor(wait)));
      const { waits } = this.current;
      while (waits.length <= second) waits.push(0);
      waits[second] = (waits[second] ?? 0) + 1;
      await this.store.save(this.current);
    });
    return this.saving;
  }

  /** The numbers so far, or null before the first answer of the day. */
  numbers(): PaceNumbers | null {
    const { day, waits } = this.current;
    const answered = waits.reduce((sum, count) => sum + count, 0);
    if (answered === 0 || day !== this.today()) return null;
    const within = (second: number) =>
      waits.slice(0, second + 1).reduce((sum, count) => sum + count, 0);
    const median = waits.findIndex((_count, second) => within(second) >= answered / 2);
    return { answered, median, quick: within(QUICK) / answered };
  }
}
