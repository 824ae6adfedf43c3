/**
 * What the agent has dismissed three times stays quiet for the day. Only the
 * rule's name and a count are kept, never the words.
 */

import type { Store } from './store';

/** Counts of one day. */
export interface DismissalDay {
  /** YYYY-MM-DD in the agent's own time zone. */
  day: string;
  counts: Record<string, number>;
}

export const DISMISSALS_FOR_SILENCE = 3;

export class Dismissals {
  private tally: DismissalDay;

  constructor(
    private readonly store: Store<DismissalDay>,
    private readonly today: () => string,
  ) {
    this.tally = { day: today(), counts: {} };
  }

  /** Takes over what earlier pages of this day have counted. */
  async load(): Promise<void> {
    const stored = await this.store.load();
    if (stored?.day === this.today()) this.tally = stored;
  }

  isQuiet(rule: string): boolean {
    return (this.current().counts[rule] ?? 0) >= DISMISSALS_FOR_SILENCE;
  }

  /** Counts at once here, and together with what other pages have counted meanwhile in the store. */
  async dismissed(rule: string): Promise<void> {
    const { day, counts } = this.current();
    counts[rule] = (counts[rule] ?? 0) + 1;
    const stored = await this.store.load();
    for (const [other, count] of Object.entries(stored?.day === day ? stored.counts : {})) {
      counts[other] = Math.max(counts[other] ?? 0, other === rule ? count + 1 : count);
    }
    await this.store.save({ day, counts });
  }

  private current(): DismissalDay {
    const day = this.today();
    if (this.tally.day !== day) this.tally = { day, counts: {} };
    return this.tally;
  }
}

/** Today as YYYY-MM-DD where the agent is. */
export function today(now = new Date()): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
