/** Where a small record outlives the page. Never chat text. */
export interface Store<T> {
  load(): Promise<T | undefined>;
  save(value: T): Promise<void>;
}

/** A store that forgets with the page, for pages that have no extension around them. */
export function passingStore<T>(): Store<T> {
  let kept: T | undefined;
  return {
    load: async () => structuredClone(kept),
    save: async (value) => {
      kept = structuredClone(value);
    },
  };
}
