/** The extension's own line to the engine, wherever in the browser that is at home. */
import { browser } from 'wxt/browser';
import { ask } from '../protocol/control';
import { ENGINE_PORT } from '../protocol/engine';
import { type Channel, portChannel } from './channel';

/** Opens a line, once the engine's document stands. */
export async function connect(): Promise<Channel> {
  await ask({ type: 'worker.ensureEngine' });
  return portChannel(browser.runtime.connect({ name: ENGINE_PORT }));
}
