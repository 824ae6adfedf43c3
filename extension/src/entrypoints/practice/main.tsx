import { render } from 'preact';
import { browser } from 'wxt/browser';
import '../../annotator/highlight.css';
import { portChannel } from '../../engine/channel';
import { EngineClient } from '../../engine/client';
import { texts } from '../../i18n/browser';
import { Best } from '../../practice/best';
import { Practice } from '../../practice/practice';
import { ask } from '../../protocol/control';
import { ENGINE_PORT } from '../../protocol/engine';
import { today } from '../../settings/dismissals';
import { stored } from '../../settings/stored';

document.documentElement.lang = browser.i18n.getUILanguage();
document.title = texts('practiceTitle');

const life = new AbortController();
addEventListener('pagehide', () => life.abort());

const engine = new EngineClient({
  connect: async () => {
    await ask({ type: 'worker.ensureEngine' });
    return portChannel(browser.runtime.connect({ name: ENGINE_PORT }));
  },
  settings: () => SETTINGS,
  onpack: () => {},
  signal: life.signal,
});

/** A scenario brings its own shop, and all rules count. */
const SETTINGS = {
  context: { role: 'agent' as const, today: today(new Date()) },
  off: [],
  front: {},
};

const app = document.getElementById('app');
if (app) {
  const best = new Best(stored('practice'));
  render(
    <Practice
      ask={(type, asked) => engine.ask(type, asked)}
      best={best}
      start={new URLSearchParams(location.search).get('scenario')}
      texts={texts}
    />,
    app,
  );
}
