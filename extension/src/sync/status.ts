/**
 * Tells the shop's server how its rules do: the agent's counters by rule, and
 * releases that could not be put to use. Whole numbers only, so that nothing
 * anyone typed can be in them; no name of the browser or the agent. Told now
 * and then, summed, and never about one message. What was told is remembered,
 * what was not yet acknowledged is sent again under the same key, which the
 * server counts once. What can be sent at all stands in settings/sent.ts.
 */
import * as v from 'valibot';
import type { Day, RuleCounts } from '../settings/counters';
import { STATUS } from '../settings/sent';
import type { Enrolment } from './enrolment';
import type { Fetch } from './fetch';

type Status = v.InferOutput<typeof STATUS>;

/** What is remembered between reports. */
export interface StatusState {
  /** The release whose counts are gathered; 0: none. */
  release: number;
  /** The ids of its rules, by their number. */
  rules: string[];
  /** What of each day's counters has been taken into reports. */
  told: Record<string, Day['rules']>;
  /** Releases that could not be put to use, and how often, not yet in a report. */
  failed: Record<number, number>;
  /** The day, in UTC, and the release for which this browser was counted last. */
  counted: { day: string; release: number } | null;
  /** Reports that were not acknowledged yet, the oldest first. */
  outbox: { key: string; status: Status }[];
}

export const NO_STATUS: StatusState = {
  release: 0,
  rules: [],
  told: {},
  failed: {},
  counted: null,
  outbox: [],
};

/** How often is told, in milliseconds, and how soon when there is something new of a release. */
const PAUSE = 900_000;
const SOON = 30_000;
const TIMEOUT = 30_000;
const MOST_WAITING = 8;
/** What the server takes in one report: releases that failed, rules, and how often each. */
const MOST_FAILED = 16;
const MOST_RULES = 2_000;
const MOST_TIMES = 10_000;
const NOTHING: RuleCounts = { hits: 0, accepted: 0, dismissed: 0, alarms: 0 };
const WHAT = ['hits', 'accepted', 'dismissed', 'alarms'] as const;

export interface StatusSurroundings {
  load(): Promise<StatusState | undefined>;
  save(state: StatusState): Promise<void>;
  enrolment(): Promise<Enrolment | null>;
  /** Whether the agent and the shop's policy want anything told. */
  shared(): Promise<boolean>;
  counters(): Promise<readonly Day[]>;
  /** The ids of the rules of the pack in use, by their number. */
  rules(): Promise<string[]>;
  fetch: Fetch;
  /** Milliseconds since 1970. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  newKey(): string;
  /** Sets the alarm that calls `tell`. */
  wakeAfter(ms: number): Promise<void>;
}

export class StatusReporter {
  private tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly around: StatusSurroundings) {}

  /** A release is in use, 0 for none. If it is another, all was counted until now under the one before. */
  released(release: number): Promise<void> {
    return this.change(async (state) => {
      if (release === state.release) return null;
      if (release === 0) return NO_STATUS;
      const before = state.release === 0 ? await this.baseline(state) : await this.gather(state);
      return { ...before, release, rules: await this.around.rules() };
    }, SOON);
  }

  /** A release could not be put to use. */
  unusable(release: number): Promise<void> {
    return this.change(async (state) => {
      const failed = { ...state.failed, [release]: (state.failed[release] ?? 0) + 1 };
      return { ...state, failed };
    }, SOON);
  }

  /** Tells what there is to tell, and when to tell more. */
  tell(): Promise<void> {
    return this.change(async (state) => {
      const enrolment = await this.around.enrolment();
      if (!enrolment || state.release === 0) return state;
      // What was counted while nothing was to be told is never told.
      if (!(await this.around.shared())) {
        return { ...(await this.baseline(state)), failed: {}, outbox: [] };
      }
      const waiting = await this.send(enrolment, state);
      if (waiting.outbox.length > 0) return waiting;
      const gathered = await this.gather(waiting);
      // A worker that dies while it sends finds the report again.
      await this.around.save(gathered);
      return this.send(enrolment, gathered);
    }, PAUSE);
  }

  /** Changes what is remembered, one change after the other; null: nothing changes. */
  private change(
    work: (state: StatusState) => Promise<StatusState | null>,
    pause: number,
  ): Promise<void> {
    const done = this.tail.then(async () => {
      const next = await work({ ...NO_STATUS, ...(await this.around.load()) });
      if (!next) return;
      await this.around.save(next);
      // Spread, so that not all browsers tell at once.
      if (next.release > 0) await this.around.wakeAfter(pause * (0.75 + this.around.random() / 2));
    });
    this.tail = done.catch(() => {});
    return done;
  }

  /** Takes all counters as told. */
  private async baseline(state: StatusState): Promise<StatusState> {
    const days = await this.around.counters();
    return { ...state, told: Object.fromEntries(days.map(({ day, rules }) => [day, rules])) };
  }

  /** Makes a report of what has come since the last one. */
  private async gather(state: StatusState): Promise<StatusState> {
    const { told, rules } = await this.sums(state);
    const { release, failed } = state;
    const day = new Date(this.around.now()).toISOString().slice(0, 10);
    const today = state.counted?.day === day ? state.counted.release : 0;
    const status: Status = {
      release,
      joined: today !== release,
      left: today === release ? 0 : today,
      failed: Object.entries(failed)
        .slice(-MOST_FAILED)
        .map(([seq, times]) => [Number(seq), Math.min(times, MOST_TIMES)]),
      rules,
    };
    const empty = !status.joined && status.failed.length === 0 && rules.length === 0;
    const report = { key: this.around.newKey(), status: v.parse(STATUS, status) };
    return {
      ...state,
      told,
      failed: {},
      counted: { day, release },
      outbox: empty ? state.outbox : [...state.outbox, report].slice(-MOST_WAITING),
    };
  }

  private async sums({
    told,
    rules,
  }: StatusState): Promise<Pick<StatusState, 'told'> & Pick<Status, 'rules'>> {
    const numbers = new Map(rules.map((id, n) => [id, n]));
    const sums = new Map<number, [number, number, number, number]>();
    const days = await this.around.counters();
    for (const { day, rules } of days) {
      for (const [rule, counts] of Object.entries(rules)) {
        const before = told[day]?.[rule] ?? NOTHING;
        const more = WHAT.map((what) => Math.max(0, counts[what] - before[what]));
        const n = numbers.get(rule);
        if (n === undefined || more.every((m) => m === 0)) continue;
        const sum = sums.get(n) ?? [0, 0, 0, 0];
        more.forEach((m, i) => {
          sum[i] = Math.min((sum[i] ?? 0) + m, MOST_TIMES);
        });
        sums.set(n, sum);
      }
    }
    return {
      told: Object.fromEntries(days.map(({ day, rules }) => [day, rules])),
      rules: [...sums].slice(0, MOST_RULES).map(([n, sum]) => [n, ...sum]),
    };
  }

  /** Sends the reports that wait, until one cannot be delivered. */
  private async send({ server, tenant }: Enrolment, state: StatusState): Promise<StatusState> {
    const outbox = [...state.outbox];
    for (const { key, status } of state.outbox) {
      if (!(await this.post(`${server}/v1/t/${tenant}/status`, key, status))) break;
      outbox.shift();
    }
    return { ...state, outbox };
  }

  /** Whether a report is done with: counted, or refused for good. */
  private async post(url: string, key: string, status: Status): Promise<boolean> {
    try {
      const { status: code } = await this.around.fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
        body: JSON.stringify(status),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(TIMEOUT),
      });
      return code < 500 && code !== 408 && code !== 429;
    } catch {
      return false;
    }
  }
}
