/** Records of counts: nothing is ever done to them but to add. */
import type { Store } from './store';

/** A record of counts, wherever it is kept. */
export interface Sum<Kept, More> {
  load(): Promise<Kept | undefined>;
  /** Adds to it, and tells what all who count have come to. */
  add(more: More): Promise<Kept>;
}

/**
 * A record in a store, one addition after the other. There must be no second
 * one over the same store: each would write over what the other has added.
 */
export function sumIn<Kept, More>(
  store: Store<Kept>,
  plus: (kept: Kept | undefined, more: More) => Kept,
): Sum<Kept, More> {
  let adding: Promise<unknown> = Promise.resolve();
  return {
    load: () => store.load(),
    add(more) {
      const added = adding.then(async () => {
        const kept = plus(await store.load(), more);
        await store.save(kept);
        return kept;
      });
      adding = added.catch(() => {});
      return added;
    },
  };
}

/** Two trees of numbers, added up leaf by leaf. */
export function addUp<Tree extends object>(one: Tree, other: Tree): Tree {
  const sum = new Map<string, unknown>(Object.entries(one));
  for (const [name, more] of Object.entries(other)) {
    const before = sum.get(name);
    if (typeof more === 'number') sum.set(name, ((before as number | undefined) ?? 0) + more);
    else sum.set(name, addUp((before as object | undefined) ?? {}, more));
  }
  return Object.fromEntries(sum) as Tree;
}
