/** The round's clock as the trade counts it. The engine's package chat says the same in Go. */
import type { Limits } from '@huashu/wasm/types';
import type { Texts } from '../i18n/texts';

/** How well a wait was kept: within 6 s, the first reply's 15, every reply's 20, the platform's limit, or beyond. */
export type Grade = 'golden' | 'good' | 'fair' | 'late' | 'missed';

/** Grades a wait in seconds. */
export function gradeOf(wait: number, limits: Limits): Grade {
  if (wait <= limits.golden) return 'golden';
  if (wait <= limits.first) return 'good';
  if (wait <= limits.reply) return 'fair';
  return wait <= limits.platform ? 'late' : 'missed';
}

/** What China's clocks are ahead of UTC, in seconds. */
const CHINA = 8 * 3600;
const DAY = 86_400;

/** Whether the platform counts a wait that starts at a time, in seconds since 1970. */
export function counts({ hours: { from, to } }: Limits, start: number): boolean {
  const time = (start + CHINA) % DAY;
  return from === to || (time >= from && time < to);
}

/** Grades a wait in seconds that began at a time; outside the platform's hours nothing is asked of anybody. */
export function gradeFrom(start: number, wait: number, limits: Limits): Grade | 'calm' {
  return counts(limits, start) ? gradeOf(wait, limits) : 'calm';
}

/** The hours in which waits are counted: 9:00–23:00. */
export function hoursIn({ hours: { from, to } }: Limits): string {
  const clock = (time: number) =>
    `${Math.floor(time / 3600)}:${String(Math.floor((time % 3600) / 60)).padStart(2, '0')}`;
  return `${clock(from)}–${clock(to)}`;
}

/** How full the ring is, 0–1: once round to the house's limit, once more to the platform's. */
export function ringOf(wait: number, { reply, platform }: Limits): number {
  if (wait <= reply) return Math.max(0, wait) / reply;
  return Math.min(1, (wait - reply) / Math.max(1, platform - reply));
}

/** A wait as it fits into the ring: 8, 1:05, and in minutes or hours once all limits are past. */
export function waitIn(wait: number, limits: Limits, texts: Texts): string {
  const seconds = Math.max(0, Math.floor(wait));
  if (seconds >= 3600) return texts('clockHours', Math.floor(seconds / 3600));
  if (seconds > limits.platform) return texts('clockMinutes', Math.floor(seconds / 60));
  if (seconds < 60) return String(seconds);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
