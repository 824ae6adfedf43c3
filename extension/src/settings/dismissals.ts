/**
 * What the agent has dismissed three times stays quiet for the day. Only the
 * rule's name and a count are kept, never the words.
 */
import { addUp, type Sum } from './sum';

/** Counts of one day. */
export interface DismissalDay {
  /** YYYY-MM-DD in the agent's own time zone. */
  day: string;
  counts: Record<string, number>;
}

export const DISMISSALS_FOR_SILENCE = 3;

/** The day's counts with what was dismissed since; another day's are forgotten. */
export function plusDismissals(
  kept: DismissalDay | undefined,
  { day, counts }: DismissalDay,
): DismissalDay {
  return { day, counts: addUp(kept?.day === day ? kept.counts : {}, counts) };
}

export class Dismissals {
  private tally: DismissalDay;

  constructor(
    private readonly sum: Sum<DismissalDay, DismissalDay>,
    private readonly today: () => string,
  ) {
    this.tally = { day: today(), counts: {} };
  }

  /** Takes over what earlier pages of this day have counted. */
  async load(): Promise<void> {
    const stored = await this.sum.load();
    if (stored?.day === this.today()) this.tally = stored;
  }

  isQuiet(rule: string): boolean {
    return (this.current().counts[rule] ?? 0) >= DISMISSALS_FOR_SILENCE;
  }

  /** Counts at once here, and then takes over what other pages have counted. */
  async dismissed(rule: string): Promise<void> {
    const { day, counts } = this.current();
    counts[rule] = (counts[rule] ?? 0) + 1;
    const all = await this.sum.add({ day, counts: { [rule]: 1 } });
    for (const [other, count] of Object.entries(all.counts)) {
      counts[other] = Math.max(counts[other] ?? 0, count);
    }
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
