/** Hard moments that were handled well: counted, and named in the agent's report. */
import type { Finding, Intent, Limits, Severity } from '@huashu/wasm/types';

/** What a buyer does that makes a moment hard, the hardest first. */
const HARD: readonly string[] = [
  'abuse',
  'complaint',
  'after.fault',
  'bargain.threat',
  'doubt.authentic',
  'doubt.quality',
  'doubt.review',
  'bargain.compare',
  'bargain.sympathy',
  'handoff',
];

const FAULTS: ReadonlySet<Severity> = new Set(['warning', 'error']);

/**
 * What a buyer did in a round whose answer deserves praise, or null: it was a
 * hard moment, and the answer came within the platform's limit and has no fault.
 */
export function praiseFor(
  intents: readonly Intent[],
  wait: number,
  limits: Pick<Limits, 'platform'>,
  findings: readonly Pick<Finding, 'severity'>[],
): string | null {
  const hard = HARD.find((id) => intents.some((intent) => intent.id === id));
  const well = wait <= limits.platform && !findings.some(({ severity }) => FAULTS.has(severity));
  return hard && well ? hard : null;
}
