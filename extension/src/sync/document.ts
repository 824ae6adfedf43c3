import { answer, ask } from '../protocol/control';
import { HintListener } from './hints';

/** Listens for hints in the engine's document and passes them to the service worker. */
export function startHints(): void {
  const listener = new HintListener((hint) => {
    // When nobody hears it, the alarm will find the new head.
    ask({ type: 'worker.hint', ...hint }).catch(() => {});
  });
  answer({
    'hints.listen': async ({ url }) => {
      listener.listen(url);
      return { ok: true };
    },
  });
  ask({ type: 'worker.events' }).then(
    ({ url }) => listener.listen(url),
    (error: unknown) => console.warn('huashu: no hints', error),
  );
}
