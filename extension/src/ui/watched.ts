import { useEffect, useState } from 'preact/hooks';

/** What a watch function tells, and again after each change; null until it has spoken. */
export function useWatched<T>(
  watch: (listener: (value: T) => void, signal: AbortSignal) => void,
): T | null {
  const [value, setValue] = useState<T | null>(null);
  useEffect(() => {
    const life = new AbortController();
    // A function would be taken for an update.
    watch((next) => setValue(() => next), life.signal);
    return () => life.abort();
  }, [watch]);
  return value;
}
