import { render } from 'preact';
import { browser } from 'wxt/browser';
import { engineStatus } from '../../engine/status';
import { texts } from '../../i18n/browser';
import { askTab } from '../../protocol/control';
import { Popup } from './popup';

document.documentElement.lang = browser.i18n.getUILanguage();
document.title = texts('extensionName');

const app = document.getElementById('app');
const source = { site, engine: engineStatus };
if (app) render(<Popup source={source} />, app);

/** The content script of the tab in front; null when that page is none of ours. */
async function site() {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined) return null;
  return askTab(tab.id, { type: 'site.status' }).catch(() => null);
}
