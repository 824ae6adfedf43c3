/** The best score of each scenario, and nothing of what was said. */
import type { Store } from '../settings/store';

export class Best {
  private scores: Record<string, number> = {};

  constructor(private readonly store: Store<Record<string, number>>) {}

  async load(): Promise<void> {
    this.scores = (await this.store.load()) ?? {};
  }

  /** 0 to 100, or null for a scenario that was never finished. */
  of(scenario: string): number | null {
    return this.scores[scenario] ?? null;
  }

  /** Keeps a score. True when it beats the one before. */
  async keep(scenario: string, score: number): Promise<boolean> {
    const before = this.of(scenario);
    if (before !== null && before >= score) return false;
    this.scores = { ...this.scores, [scenario]: score };
    await this.store.save(this.scores);
    return before !== null;
  }
}
