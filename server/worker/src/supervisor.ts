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

/** How many bytes a program may grow by before it is given up, between two requests. */
const GROWTH = 32 << 20;

interface Run {
  program: Program;
  baseline: number;
  /** Fails what is under way when the program ends. */
  underWay: Set<(err: Error) => void>;
}

export class Supervisor {
  private current: Promise<Run> | undefined;

  constructor(private readonly boot: () => Promise<Program>) {}

  /** Works with the program. Rejects when it ends meanwhile; the next one finds a new one. */
  async run<T>(work: (program: Program) => Promise<T>): Promise<T> {
    this.current ??= this.start();
    const current = this.current;
    const { program, baseline, underWay } = await current;
    let fail = (_: Error) => {};
    const ended = new Promise<never>((_, reject) => {
      fail = reject;
    });
    underWay.add(fail);
    try {
      return await Promise.race([work(program), ended]);
    } finally {
      underWay.delete(fail);
      if (underWay.size === 0 && program.memory() - baseline > GROWTH) this.giveUp(current);
    }
  }

  private start(): Promise<Run> {
    const starting = this.boot().then((program): Run => {
      const underWay = new Set<(err: Error) => void>();
      const over = () => {
        this.giveUp(starting);
        for (const fail of underWay) fail(new Error('the program has ended'));
      };
      program.ended.then(over, over);
      return { program, baseline: program.memory(), underWay };
    });
    starting.catch(() => this.giveUp(starting));
    return starting;
  }

  private giveUp(run: Promise<Run>): void {
    if (this.current === run) this.current = undefined;
  }
}
