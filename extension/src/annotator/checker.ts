import type { PageFinding } from '../protocol/engine';

/**
 * Keeps one check in flight. What is asked for meanwhile waits, and only the
 * latest of it: the last text asked for is always checked.
 */
export class Checker {
  private inFlight = false;
  private trailing: string | null = null;

  constructor(
    private readonly check: (text: string) => Promise<PageFinding[]>,
    /** Findings of a text, or null when the engine could not say. */
    private readonly done: (text: string, findings: PageFinding[] | null) => void,
  ) {}

  request(text: string): void {
    if (this.inFlight) {
      this.trailing = text;
      return;
    }
    this.inFlight = true;
    this.check(text)
      .catch(() => null)
      .then((findings) => {
        this.inFlight = false;
        const next = this.trailing;
        this.trailing = null;
        if (next !== null) this.request(next);
        this.done(text, findings);
      });
  }
}
