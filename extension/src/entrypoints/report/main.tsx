import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { engineStatus } from '../../engine/status';
import { texts } from '../../i18n/browser';
import { Report, type Vocabulary } from '../../report/report';
import type { Day } from '../../settings/counters';
import { today } from '../../settings/dismissals';
import { stored } from '../../settings/stored';

document.documentElement.lang = browser.i18n.getUILanguage();
document.title = `${texts('reportOpen')} · ${texts('extensionName')}`;

const counters = stored<Day[]>('counters');

/** The report, kept up to date while it is open. */
function Live() {
  const [days, setDays] = useState<readonly Day[] | null>(null);
  const [vocabulary, setVocabulary] = useState<Vocabulary>(null);
  useEffect(() => {
    const look = () => void counters.load().then((kept) => setDays(kept ?? []));
    look();
    // Without an engine things go by their ids.
    engineStatus().then(
      ({ pack }) => setVocabulary(pack),
      () => {},
    );
    browser.storage.local.onChanged.addListener(look);
    return () => browser.storage.local.onChanged.removeListener(look);
  }, []);
  return days && <Report days={days} today={today()} vocabulary={vocabulary} texts={texts} />;
}

const app = document.getElementById('app');
if (app) render(<Live />, app);
