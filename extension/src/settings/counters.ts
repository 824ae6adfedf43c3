/**
 * What happened while the agent worked, as counters by day: how long buyers
 * waited, what became of findings and of suggested replies. There is no field
 * in which words of a chat could stand. The agent's own report is made of
 * them; what a shop's server is told is taken from `rules` alone.
 */
import { today } from './dismissals';
import { addUp, type Sum } from './sum';

/** What became of a rule's findings. A finding counts when its message is done. */
export interface RuleCounts {
  /** Found at all, however it ended. */
  hits: number;
  /** Its rewrite was taken. */
  accepted: number;
  /** Waved aside. */
  dismissed: number;
  /** Called a false alarm. */
  alarms: number;
}

/** One day's work. */
export interface Day {
  /** YYYY-MM-DD in the agent's own time zone. */
  day: string;
  /** Answered rounds: hour of the day (0–23) → whole seconds waited → how many. */
  waits: Record<number, Record<number, number>>;
  /** By the id of the rule. */
  rules: Record<string, RuleCounts>;
  /** Suggested replies, in total. */
  replies: { shown: number; accepted: number };
  /** Hard moments that were handled well, by what the buyer did. */
  praise: Record<string, number>;
}

/** How many days are kept, today included. */
export const DAYS_KEPT = 7;
/** Waits are told apart up to here, in seconds; the last counts all longer ones. */
export const LONGEST_WAIT = 600;

export const emptyDay = (day: string): Day => ({
  day,
  waits: {},
  rules: {},
  replies: { shown: 0, accepted: 0 },
  praise: {},
});

/** The days with what has happened since, on the day that it names; the oldest go. */
export function plusDay(days: readonly Day[] | undefined, { day, ...more }: Day): Day[] {
  const { day: _day, ...before } = days?.find((kept) => kept.day === day) ?? emptyDay(day);
  const others = (days ?? []).filter((kept) => kept.day !== day);
  return [...others, { day, ...addUp(before, more) }]
    .sort((a, b) => (a.day < b.day ? -1 : 1))
    .slice(-DAYS_KEPT);
}

export class Counters {
  /** The days known so far, oldest first; the last may lie back. */
  days: readonly Day[] = [];

  constructor(
    private readonly sum: Sum<Day[], Day>,
    /** Now, where the agent is. */
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Takes over what other pages have counted. */
  async load(): Promise<void> {
    this.days = (await this.sum.load()) ?? [];
  }

  /** Today's counts; empty ones before the first. */
  today(): Day {
    const name = today(this.now());
    return this.days.find(({ day }) => day === name) ?? emptyDay(name);
  }

  /** A round was answered after so many seconds. */
  waited(wait: number): Promise<void> {
    const second = Math.min(LONGEST_WAIT, Math.max(0, Math.floor(wait)));
    return this.count({ waits: { [this.now().getHours()]: { [second]: 1 } } });
  }

  /** Something became of findings of these rules; a rule named twice counts twice. */
  async ruled(what: keyof RuleCounts, rules: readonly string[]): Promise<void> {
    if (rules.length === 0) return;
    const once = { hits: 0, accepted: 0, dismissed: 0, alarms: 0, [what]: 1 };
    await this.count({ rules: rules.map((rule) => ({ [rule]: once })).reduce(addUp) });
  }

  /** Suggested replies were shown or taken. */
  replied(what: 'shown' | 'accepted', many: number): Promise<void> {
    return this.count({ replies: { shown: 0, accepted: 0, [what]: many } });
  }

  /** The agent has handled this well. */
  praised(intent: string): Promise<void> {
    return this.count({ praise: { [intent]: 1 } });
  }

  /** Adds to what all pages have counted until now. */
  private async count(more: Partial<Day>): Promise<void> {
    this.days = await this.sum.add({ ...emptyDay(today(this.now())), ...more });
  }
}
