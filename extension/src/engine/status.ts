import { ask, type EngineStatus } from '../protocol/control';

/** How the engine does and which pack it holds, for the extension's own pages. Rejects when it does not start. */
export async function engineStatus(): Promise<EngineStatus> {
  await ask({ type: 'worker.ensureEngine' });
  return ask({ type: 'engine.status' });
}
