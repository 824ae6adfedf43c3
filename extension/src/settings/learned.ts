/**
 * What became of suggestions on this machine, by the name of the words they
 * were made from: the engine puts first what this agent accepts.
 */
import type { Tally } from '@huashu/wasm/types';
import type { Store } from './store';

export type Tallies = Record<string, Tally>;

/** More are not kept; those counted longest ago go first. */
const MOST = 500;

export class Learned {
  /** What is known so far. */
  tallies: Tallies = {};
  private saving: Promise<void> = Promise.resolve();

  constructor(private readonly store: Store<Tallies>) {}

  async load(): Promise<void> {
    this.tallies = (await this.store.load()) ?? {};
  }

  /** Counts what happened to suggestions made from these templates. */
  count(what: keyof Tally, templates: readonly string[]): Promise<void> {
    this.saving = this.saving.then(async () => {
      await this.load();
      for (const template of templates) {
        const tally = this.tallies[template] ?? { shown: 0, accepted: 0, dismissed: 0 };
        delete this.tallies[template];
        this.tallies[template] = { ...tally, [what]: tally[what] + 1 };
      }
      for (const old of Object.keys(this.tallies).slice(0, -MOST)) delete this.tallies[old];
      await this.store.save(this.tallies);
    });
    return this.saving;
  }
}
