/** What the report tells, worked out from the counters. */
import type { Day, RuleCounts } from '../settings/counters';
import { answeredIn, QUICK, shareWithin, waitAt, waitsOf } from '../settings/pace';

/** How long waits were in one hour of the day. Seconds. */
export interface Hour {
  hour: number;
  answered: number;
  median: number;
  /** Nine in ten were answered within. */
  most: number;
}

/** What became of the findings of one category. */
export interface Category extends RuleCounts {
  /** Empty for rules that the pack in use no longer has. */
  id: string;
}

export interface ReportNumbers {
  /** Rounds. */
  answered: number;
  /** Seconds; meaningless where nothing was answered, as are all other figures of waits. */
  median: number;
  /** The bounds that the trade looks at, in seconds, and the share within each. */
  within: { seconds: number; share: number }[];
  /** From the first hour with an answer to the last. */
  hours: Hour[];
  days: { day: string; answered: number; quick: number }[];
  /** Those with the most findings first. */
  categories: Category[];
  /** Of all findings. */
  findings: RuleCounts;
  replies: { shown: number; accepted: number };
  /** Hard moments handled well, by what the buyer did, the most frequent first. */
  praise: { intent: string; count: number }[];
}

/** The golden time, the first reply's, every reply's, and what platforms count. */
const BOUNDS = [6, 15, QUICK, 180] as const;

/** Sums up some days; `categoryOf` gives a rule's category, '' when nobody knows. */
export function numbersOf(
  days: readonly Day[],
  categoryOf: (rule: string) => string,
): ReportNumbers {
  const waits = waitsOf(days);
  const findings = days.flatMap((day) => Object.values(day.rules)).reduce(plus, NONE);
  return {
    answered: answeredIn(waits),
    median: waitAt(waits, 0.5),
    within: BOUNDS.map((seconds) => ({ seconds, share: shareWithin(waits, seconds) })),
    hours: hoursOf(days),
    days: days.map((day) => {
      const own = waitsOf([day]);
      return { day: day.day, answered: answeredIn(own), quick: shareWithin(own, QUICK) };
    }),
    categories: categoriesOf(days, categoryOf),
    findings,
    replies: {
      shown: sum(days.map(({ replies }) => replies.shown)),
      accepted: sum(days.map(({ replies }) => replies.accepted)),
    },
    praise: praiseOf(days),
  };
}

const NONE: RuleCounts = { hits: 0, accepted: 0, dismissed: 0, alarms: 0 };

const plus = (a: RuleCounts, b: RuleCounts): RuleCounts => ({
  hits: a.hits + b.hits,
  accepted: a.accepted + b.accepted,
  dismissed: a.dismissed + b.dismissed,
  alarms: a.alarms + b.alarms,
});

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

function hoursOf(days: readonly Day[]): Hour[] {
  const worked = days.flatMap(({ waits }) => Object.keys(waits).map(Number));
  const first = Math.min(...worked);
  const hours: Hour[] = [];
  for (let hour = first; hour <= Math.max(...worked); hour++) {
    const waits = waitsOf(days, hour);
    hours.push({
      hour,
      answered: answeredIn(waits),
      median: waitAt(waits, 0.5),
      most: waitAt(waits, 0.9),
    });
  }
  return hours;
}

function categoriesOf(days: readonly Day[], categoryOf: (rule: string) => string): Category[] {
  const sums = new Map<string, RuleCounts>();
  for (const [rule, counts] of days.flatMap(({ rules }) => Object.entries(rules))) {
    const id = categoryOf(rule);
    sums.set(id, plus(sums.get(id) ?? NONE, counts));
  }
  return [...sums]
    .map(([id, counts]) => ({ id, ...counts }))
    .sort((a, b) => b.hits - a.hits || a.id.localeCompare(b.id));
}

function praiseOf(days: readonly Day[]): { intent: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const [intent, count] of days.flatMap(({ praise }) => Object.entries(praise))) {
    counts.set(intent, (counts.get(intent) ?? 0) + count);
  }
  return [...counts]
    .map(([intent, count]) => ({ intent, count }))
    .sort((a, b) => b.count - a.count || a.intent.localeCompare(b.intent));
}
