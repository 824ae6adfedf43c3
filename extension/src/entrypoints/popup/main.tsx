import { render } from 'preact';
import { browser } from 'wxt/browser';
import { texts } from '../../i18n/browser';
import { ask, askTab } from '../../protocol/control';
import { Popup } from './popup';

document.documentElement.lang = browser.i18n.getUILanguage();
document.title = texts('extensionName');

const app = document.getElementById('app');
if (app) render(<Popup source={{ site, engine }} />, app);

/** The content script of the tab in front; null when that page is none of ours. */
async function site() {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined) return null;
  return askTab(tab.id, { type: 'site.status' }).catch(() => null);
}

async function engine() {
  await ask({ type: 'worker.ensureEngine' });
  return ask({ type: 'engine.status' });
}
