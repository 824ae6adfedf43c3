/**
 * The service worker. It makes sure that the engine's document stands and lets
 * the sync run, nothing more. It must never listen to `onConnect`: Ports
 * belong to the engine's document, and a Port that this worker also held would
 * vanish without a word when the browser puts the worker to sleep.
 */
import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { ensureEngineDocument } from '../engine/document';
import { answer } from '../protocol/control';
import { startSync } from '../sync/worker';

export default defineBackground(() => {
  answer({
    'worker.ensureEngine': async () => {
      await ensureEngineDocument();
      return { ok: true };
    },
  });
  startSync();
  // Warm before the first page asks.
  browser.runtime.onStartup.addListener(() => void ensureEngineDocument());
  browser.runtime.onInstalled.addListener(() => void ensureEngineDocument());
});
