/** What the module for the console can do besides: compile drafts, and say more about a pack. */
import type { Action, Engine, PackInfo, Role, Severity } from './types';

/** A mistake in a draft with its place. */
export interface DraftMistake {
  file: string;
  /** From 1; 0 when it has none. */
  line: number;
  rule: string;
  /** In the rule, e.g. match.pattern[2]. */
  field: string;
  message: string;
  /** No mistake in form: an example of the rule comes out differently. */
  example?: boolean;
}

export interface DraftBuild {
  /** Absent when the draft could not be put to use: then the pack before it still is. */
  info?: PackInfo;
  mistakes: DraftMistake[];
  /** How many examples of the draft's own rules were run. */
  examples: number;
  /** It takes the default packs' sources, which the server has: a classifier has to be trained. */
  training?: boolean;
}

/** A feature of a message and how it speaks for (or, negative, against) what a classifier found. */
export interface Reason {
  feature: string;
  weight: number;
}

export interface RuleExample {
  /** In bad ones [[…]] marks what the rule finds, [[wrong=>right]] also what the fix writes. */
  text: string;
  fixed?: string;
  profile?: string;
}

/** A rule as the compiled pack carries it. */
export interface RuleRecord {
  id: string;
  /** Name of the pack it came with. */
  pack: string;
  category: string;
  severity: Severity;
  action: Action;
  title: string;
  message: string;
  why: string;
  source: string;
  off?: boolean;
  /** The kinds of match as docs/pack-reference.md has them. */
  match: Record<string, unknown>;
  with?: unknown[];
  unless?: unknown[];
  fix?: {
    label?: string;
    edits: { on: string; kind?: string; text?: string; map?: Record<string, string> }[];
  }[];
  when: {
    role?: Role[];
    profile?: string[];
    platform?: string[];
    category?: string[];
    from?: string;
    until?: string;
  };
  examples: { bad: RuleExample[]; good: RuleExample[] };
}

export interface PackRecords {
  meta: { name: string; title: string; version: string };
  rules: RuleRecord[];
  categories: { id: string; title: string }[];
  intents: { id: string; title: string }[];
  classes: { name: string; words: string[] }[];
  profiles: { id: string; title: string; settings?: Record<string, number> }[];
}

export interface Author extends Engine {
  /**
   * Compiles a draft's files (path → YAML) on top of the pack that was loaded last, puts the result
   * to use and runs the examples of its own rules.
   */
  build(files: Readonly<Record<string, string>>): DraftBuild;
  /** The JSON Schema of pack files. */
  schema(): object;
  /** What people wrote of the pack in use, without its long lists of words. */
  records(): PackRecords;
  /** Why a rule that rests on a classifier speaks up or does not; empty for a rule that knows words. */
  explain(text: string, rule: string): Reason[];
}
