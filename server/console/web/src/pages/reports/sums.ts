/** Sums of what browsers have reported. */
import type { Adoption, RuleCount } from '../../api/types';

export interface Sum {
  hits: number;
  accepted: number;
  dismissed: number;
  falseAlarms: number;
}

export interface RuleSum extends Sum {
  rule: string;
}

const NOTHING: Sum = { hits: 0, accepted: 0, dismissed: 0, falseAlarms: 0 };

function add(a: Sum, b: Sum): Sum {
  return {
    hits: a.hits + b.hits,
    accepted: a.accepted + b.accepted,
    dismissed: a.dismissed + b.dismissed,
    falseAlarms: a.falseAlarms + b.falseAlarms,
  };
}

export function total(counts: readonly Sum[]): Sum {
  return counts.reduce(add, NOTHING);
}

/** Over all days and releases, the most fired first. */
export function byRule(counts: readonly RuleCount[]): RuleSum[] {
  const sums = new Map<string, Sum>();
  for (const count of counts) sums.set(count.rule, add(sums.get(count.rule) ?? NOTHING, count));
  return [...sums].map(([rule, sum]) => ({ rule, ...sum })).sort((a, b) => b.hits - a.hits);
}

/** One sum a day, in the order of `days`. */
export function byDay(counts: readonly RuleCount[], days: readonly string[]): Sum[] {
  return days.map((day) => total(counts.filter((count) => count.day === day)));
}

/** Agents a day: those of all releases together, in the order of `days`. */
export function agentsByDay(adoption: readonly Adoption[], days: readonly string[]): number[] {
  return days.map((day) =>
    adoption.filter((a) => a.day === day).reduce((sum, { clients }) => sum + clients, 0),
  );
}

/** The last `n` days up to `today` (YYYY-MM-DD, UTC), oldest first. */
export function lastDays(n: number, today: string): string[] {
  const end = Date.parse(today);
  return Array.from({ length: n }, (_, i) =>
    new Date(end - (n - 1 - i) * 86_400_000).toISOString().slice(0, 10),
  );
}

/** 0 to 1; null where there is nothing to take a share of. */
export function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
