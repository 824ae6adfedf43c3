import { render } from 'preact';
import { browser } from 'wxt/browser';
import '../../annotator/highlight.css';
import { EngineClient } from '../../engine/client';
import { connect } from '../../engine/connect';
import { texts } from '../../i18n/browser';
import { Best } from '../../practice/best';
import { Practice } from '../../practice/practice';
import { today } from '../../settings/dismissals';
import { stored } from '../../settings/stored';

document.documentElement.lang = browser.i18n.getUILanguage();
document.title = texts('practiceTitle');

const life = new AbortController();
addEventListener('pagehide', () => life.abort());

const engine = new EngineClient({
  connect,
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
