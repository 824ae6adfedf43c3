/**
 * Keeps one program running: starts it when there is something to do, again
 * when it has ended, and anew when it has grown.
 */

/** A running program. */
export interface Program {
  fetch(request: Request): Promise<Response>;
  /** Does the upkeep. */
  tick(): Promise<void>;
  /** Bytes of linear memory. It never shrinks. */
  memory(): number;
  /** Resolves when the program has ended, which it should not. */
  ended: Promise<void>;
}

/**
 * How many bytes a program may grow by before it is given up, between two
 * requests. Some compilations of a pack fit: what is given up too often lies
 * about until it is collected, and counts until then.
 */
export const GROWTH = 64 << 20;

interface Run {
  program: Promise<Program>;
  grown: () => boolean;
  /** Requests under way, and what fails them when the program ends. */
  underWay: Set<(err: Error) => void>;
}

export class Supervisor {
  private current: Run | undefined;

  constructor(private readonly boot: () => Promise<Program>) {}

  /** Works with the program. Rejects when it ends meanwhile; the next one finds a new one. */
  async run<T>(work: (program: Program) => Promise<T>): Promise<T> {
    this.current ??= this.start();
    const run = this.current;
    let fail = (_: Error) => {};
    const ended = new Promise<never>((_, reject) => {
      fail = reject;
    });
    run.underWay.add(fail); // before anything is awaited: two programs would get in each other's way
    try {
      return await Promise.race([run.program.then(work), ended]);
    } finally {
      run.underWay.delete(fail);
      if (run.underWay.size === 0 && run.grown()) this.giveUp(run);
    }
  }

  private start(): Run {
    const run: Run = { program: this.boot(), grown: () => false, underWay: new Set() };
    const over = () => {
      this.giveUp(run);
      for (const fail of run.underWay) fail(new Error('the program has ended'));
    };
    const watched = run.program.then((program) => {
      const baseline = program.memory();
      run.grown = () => program.memory() - baseline > GROWTH;
      return program.ended;
    });
    watched.then(over, over);
    return run;
  }

  private giveUp(run: Run): void {
    if (this.current === run) this.current = undefined;
  }
}
