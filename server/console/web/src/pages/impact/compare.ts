/** What two packs find in the same messages, and how it differs. */
import type { Hit } from '../../engine/engine';

/** A message in which a rule finds something else than before. */
export interface Sample {
  text: string;
  before: Hit[];
  after: Hit[];
  /** How many messages say just this. */
  times: number;
}

/** A rule's findings that are new, gone, or the same words with another severity or rewrite. */
export interface RuleImpact {
  rule: string;
  fresh: number;
  gone: number;
  changed: number;
  samples: Sample[];
}

export interface Impact {
  messages: number;
  /** Messages in which something is found, before and after. */
  before: number;
  after: number;
  /** Messages for which anything is different. */
  touched: number;
  /** Rules with a difference, the greatest first. */
  rules: RuleImpact[];
}

const SAMPLES = 20;

/** Adds up the differences, message by message. */
export class Comparison {
  private readonly rules = new Map<string, RuleImpact>();
  private readonly sums = { messages: 0, before: 0, after: 0, touched: 0 };

  add(text: string, before: readonly Hit[], after: readonly Hit[], times: number): void {
    this.sums.messages += times;
    if (before.length > 0) this.sums.before += times;
    if (after.length > 0) this.sums.after += times;
    let touched = false;
    for (const rule of new Set([...before, ...after].map((hit) => hit.rule))) {
      const was = before.filter((hit) => hit.rule === rule);
      const is = after.filter((hit) => hit.rule === rule);
      const fresh = is.filter((hit) => !was.some(sameWords(hit)));
      const gone = was.filter((hit) => !is.some(sameWords(hit)));
      const changed = is.filter((hit) =>
        was.some((old) => sameWords(hit)(old) && differs(old, hit)),
      );
      if (fresh.length + gone.length + changed.length === 0) continue;
      touched = true;
      const impact = this.of(rule);
      impact.fresh += fresh.length * times;
      impact.gone += gone.length * times;
      impact.changed += changed.length * times;
      if (impact.samples.length < SAMPLES)
        impact.samples.push({ text, before: was, after: is, times });
    }
    if (touched) this.sums.touched += times;
  }

  result(): Impact {
    const size = ({ fresh, gone, changed }: RuleImpact) => fresh + gone + changed;
    return { ...this.sums, rules: [...this.rules.values()].sort((a, b) => size(b) - size(a)) };
  }

  private of(rule: string): RuleImpact {
    const known = this.rules.get(rule) ?? { rule, fresh: 0, gone: 0, changed: 0, samples: [] };
    this.rules.set(rule, known);
    return known;
  }
}

function sameWords(hit: Hit) {
  return (other: Hit) => other.start === hit.start && other.end === hit.end;
}

function differs(a: Hit, b: Hit): boolean {
  return a.severity !== b.severity || a.fix !== b.fix;
}
