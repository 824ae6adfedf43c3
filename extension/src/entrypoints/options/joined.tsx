/** The shop that is followed, and whether it gets counters. */
import { texts } from '../../i18n/browser';
import { saveSettings } from '../../settings/settings';
import { Switch } from '../../ui/controls';
import { SyncSection } from '../../ui/sync';
import { ByShop, Part, type SectionProps } from './parts';

export function Joined({ own, managed }: SectionProps) {
  const bound = managed.shareCounters !== undefined;
  return (
    <>
      <div class="part">
        <SyncSection />
      </div>
      <Part
        title={texts('shareTitle')}
        help={texts('shareHelp')}
        action={
          <span class="buttons">
            {bound && <ByShop />}
            <Switch
              label={texts('shareTitle')}
              on={managed.shareCounters ?? own.shareCounters}
              disabled={bound}
              onchange={(shareCounters) => void saveSettings({ shareCounters })}
            />
          </span>
        }
      >
        <p>
          <a href="#privacy">{texts('shareWhat')}</a>
        </p>
      </Part>
    </>
  );
}
