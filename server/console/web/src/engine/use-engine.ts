import { useEffect, useState } from 'preact/hooks';
import { type Engine, startEngine } from './engine';

/** An engine for as long as the component is there. */
export function useEngine(): { engine?: Engine; error?: unknown } {
  const [state, setState] = useState<{ engine?: Engine; error?: unknown }>({});
  useEffect(() => {
    let gone = false;
    let started: Engine | undefined;
    startEngine().then(
      (engine) => {
        started = engine;
        if (gone) engine.stop();
        else setState({ engine });
      },
      (error: unknown) => setState({ error }),
    );
    return () => {
      gone = true;
      started?.stop();
    };
  }, []);
  return state;
}
