/**
 * The background. In Chromium it is a service worker, which makes sure that the
 * engine's document stands, adds up what pages count, lets the sync run and
 * brings Huashu to sites that the user has let it into, nothing more: it must
 * never listen to `onConnect`, for Ports belong to the engine's document, and one
 * that the worker also held would vanish without a word when the browser puts
 * the worker to sleep. In Firefox it is an event page and the engine's home.
 */
import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { ensureEngineDocument } from '../engine/document';
import { settle } from '../engine/home';
import { answer } from '../protocol/control';
import { startCounting } from '../settings/counting';
import { startSync } from '../sync/worker';
import { startTeaching } from '../teach/worker';

export default defineBackground(() => {
  answer({
    'worker.ensureEngine': async () => {
      await ensureEngineDocument();
      return { ok: true };
    },
  });
  startCounting();
  startSync();
  startTeaching();
  if (import.meta.env.FIREFOX) settle();
  // Warm before the first page asks.
  browser.runtime.onStartup.addListener(() => void ensureEngineDocument());
  browser.runtime.onInstalled.addListener(() => void ensureEngineDocument());
});
