import { render } from 'preact';
import { browser } from 'wxt/browser';
import { engineStatus } from '../../engine/status';
import { texts } from '../../i18n/browser';
import { askTab } from '../../protocol/control';
import { Popup } from './popup';

document.documentElement.lang = browser.i18n.getUILanguage();
document.title = texts('extensionName');

const app = document.getElementById('app');
const source = { tab, site, engine: engineStatus };
if (app) render(<Popup source={source} />, app);

/** The tab in front. */
async function tab() {
  const [front] = await browser.tabs.query({ active: true, currentWindow: true });
  return front ?? null;
}

/** The content script of the tab in front, in the frame where it has found a chat; null when the page is none of ours. */
async function site() {
  const { id } = (await tab()) ?? {};
  if (id === undefined) return null;
  const frames = await browser.scripting
    .executeScript({ target: { tabId: id, allFrames: true }, func: () => true })
    .catch(() => []);
  const asked = frames.map(({ frameId }) =>
    askTab(id, { type: 'site.status' }, frameId).catch(() => null),
  );
  const found = (await Promise.all(asked)).filter((status) => status !== null);
  return (
    found.find(({ check }) => check.inputs > 0) ??
    found.find(({ adapter }) => adapter !== null) ??
    found[0] ??
    null
  );
}
