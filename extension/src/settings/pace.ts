/** How quickly buyers were answered, told from the counters. */
import { type Day, LONGEST_WAIT } from './counters';

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

/** How many rounds were answered after so many whole seconds. */
export type Waits = number[];

/** The waits of some days, of all hours or of one. */
export function waitsOf(days: readonly Day[], hour?: number): Waits {
  const waits: Waits = new Array(LONGEST_WAIT + 1).fill(0);
  for (const day of days) {
    const hours = hour === undefined ? Object.values(day.waits) : [day.waits[hour] ?? {}];
    for (const [second, count] of hours.flatMap((seconds) => Object.entries(seconds))) {
      waits[Number(second)] = (waits[Number(second)] ?? 0) + count;
    }
  }
  return waits;
}

export function answeredIn(waits: Waits): number {
  return waits.reduce((sum, count) => sum + count, 0);
}

/** The share answered within so many seconds, 0–1. */
export function shareWithin(waits: Waits, seconds: number): number {
  return answeredIn(waits.slice(0, seconds + 1)) / answeredIn(waits);
}

/** The wait, in seconds, that so great a part (0–1) of the rounds did not exceed. */
export function waitAt(waits: Waits, part: number): number {
  return waits.findIndex((_count, second) => shareWithin(waits, second) >= part);
}

/** The numbers of a day, or null before its first answer. */
export function paceOf(day: Day): PaceNumbers | null {
  const waits = waitsOf([day]);
  const answered = answeredIn(waits);
  if (answered === 0) return null;
  return { answered, median: waitAt(waits, 0.5), quick: shareWithin(waits, QUICK) };
}
