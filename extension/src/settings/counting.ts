/**
 * Who adds to the counts that are kept: the worker alone, since pages that each
 * read, add and write would write over one another. A message wakes it.
 */
import { answer, ask, type Counted } from '../protocol/control';
import { plusDay } from './counters';
import { plusDismissals } from './dismissals';
import { plusTallies } from './learned';
import { stored } from './stored';
import { type Sum, sumIn } from './sum';

type AnyCounted = Counted[keyof Counted];

/** In the worker: adds up what the pages tell. */
export function startCounting(): void {
  const sums = {
    counters: sumIn(stored('counters'), plusDay),
    learned: sumIn(stored('learned'), plusTallies),
    dismissals: sumIn(stored('dismissals'), plusDismissals),
  } satisfies { [K in keyof Counted]: Sum<Counted[K]['all'], Counted[K]['more']> };
  answer({
    'worker.count': async ({ kept, more }) => ({
      all: await (sums[kept] as Sum<AnyCounted['all'], AnyCounted['more']>).add(more),
    }),
  });
}

/** In a page: a record that the worker adds to. */
export function counted<K extends keyof Counted>(
  kept: K,
): Sum<Counted[K]['all'], Counted[K]['more']> {
  return {
    load: () => stored<Counted[K]['all']>(kept).load(),
    add: async (more) => {
      const { all } = await ask({ type: 'worker.count', kept, more });
      return all as Counted[K]['all'];
    },
  };
}
