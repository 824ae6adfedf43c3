/**
 * What became of suggestions on this machine, by the name of the words they
 * were made from: the engine puts first what this agent accepts.
 */
import type { Tally } from '@huashu/wasm/types';
import { addUp, type Sum } from './sum';

export type Tallies = Record<string, Tally>;

/** More are not kept; those counted longest ago go first. */
const MOST = 500;

/** The tallies with what has happened since; those counted longest ago go. */
export function plusTallies(kept: Tallies | undefined, more: Tallies): Tallies {
  const sum = addUp(kept ?? {}, more);
  const others = Object.entries(sum).filter(([template]) => !Object.hasOwn(more, template));
  const counted = Object.entries(sum).filter(([template]) => Object.hasOwn(more, template));
  return Object.fromEntries([...others, ...counted].slice(-MOST));
}

export class Learned {
  /** What is known so far. */
  tallies: Tallies = {};

  constructor(private readonly sum: Sum<Tallies, Tallies>) {}

  async load(): Promise<void> {
    this.tallies = (await this.sum.load()) ?? {};
  }

  /** Counts what happened to suggestions made from these templates. */
  async count(what: keyof Tally, templates: readonly string[]): Promise<void> {
    if (templates.length === 0) return;
    const once = { shown: 0, accepted: 0, dismissed: 0, [what]: 1 };
    const more = templates.map((template): Tallies => ({ [template]: once }));
    this.tallies = await this.sum.add(more.reduce(addUp));
  }
}
