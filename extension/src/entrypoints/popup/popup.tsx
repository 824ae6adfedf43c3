/** The popup: the switches, how this page is recognised, which rules are in use. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { texts } from '../../i18n/browser';
import type { EngineStatus, SiteStatus } from '../../protocol/control';
import { isFree, isOn, type Managed, watchManaged } from '../../settings/managed';
import { type Settings, saveSettings, watchSettings } from '../../settings/settings';
import { type Tab, TaughtPage, TeachButton } from '../../teach/section';
import { watchTaught } from '../../teach/taught';
import { Row, Section, Switch } from '../../ui/controls';
import { SyncSection } from '../../ui/sync';
import { useWatched } from '../../ui/watched';

/** Where the popup learns the state of things. */
export interface PopupSource {
  tab(): Promise<Tab | null>;
  site(): Promise<SiteStatus | null>;
  engine(): Promise<EngineStatus>;
}

export function Popup({ source }: { source: PopupSource }) {
  const settings = useWatched(watchSettings);
  const managed = useWatched(watchManaged);
  const [site, setSite] = useState<SiteStatus | null>(null);
  const [engine, setEngine] = useState<EngineStatus | Error | null>(null);
  const [tab, setTab] = useState<Tab | null>(null);
  const taught = useWatched(watchTaught);

  // What the page does depends on the settings, and on what it was taught.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when they change
  useEffect(() => void source.site().then(setSite), [source, settings, taught]);
  useEffect(() => void source.tab().then(setTab), [source]);
  useEffect(() => void source.engine().then(setEngine, setEngine), [source]);
  if (!settings || !managed) return null;

  const change = (next: Partial<Settings>) => void saveSettings(next);
  return (
    <>
      <header>
        <img src="/icon/48.png" alt="" width="24" height="24" />
        <h1>{texts(settings.enabled ? 'popupOn' : 'popupOff')}</h1>
        <Switch
          label={texts('popupSwitch')}
          on={settings.enabled}
          onchange={(enabled) => change({ enabled })}
        />
      </header>
      {site ? (
        <SiteSection
          site={site}
          tab={tab}
          settings={settings}
          managed={managed}
          onchange={change}
        />
      ) : (
        <Section title={texts('popupNoSite')}>
          <p class="help">{texts('popupNoSiteHelp')}</p>
          {settings.enabled && (
            <div class="buttons">
              <TeachButton tab={tab} />
            </div>
          )}
        </Section>
      )}
      <EngineSection engine={engine} />
      <SyncSection />
      <nav>
        <a class="button" href="/report.html" target="_blank" rel="noreferrer">
          {texts('reportOpen')}
        </a>
        <a class="button" href="/options.html" target="_blank" rel="noreferrer">
          {texts('optionsOpen')}
        </a>
      </nav>
      <footer>
        <p>{texts('popupKeys')}</p>
        <p>{texts('popupPrivacy')}</p>
      </footer>
    </>
  );
}

function SiteSection({
  site,
  tab,
  settings,
  managed,
  onchange,
}: {
  site: SiteStatus;
  tab: Tab | null;
  settings: Settings;
  managed: Managed;
  onchange: (next: Partial<Settings>) => void;
}) {
  const { host, adapter, check, connected } = site;
  const works = check.inputs > 0 && check.rows > 0;
  const others = settings.offSites.filter((other) => other !== host);
  const on = isOn(settings, managed, host);
  const free = isFree(managed, host);
  return (
    <Section
      title={texts('popupSiteSwitch', host)}
      action={
        <Switch
          label={texts('popupSiteSwitch', host)}
          on={free ? !settings.offSites.includes(host) : on}
          disabled={!settings.enabled || !free}
          onchange={(use) => onchange({ offSites: use ? others : [...others, host] })}
        />
      }
    >
      {!free && <p class="help">{texts('managedHere')}</p>}
      {on && !connected && <p class="help">{texts('popupConnecting')}</p>}
      {on && connected && (
        <>
          <Row label={texts('popupAdapter')}>{adapter?.title ?? texts('popupNoAdapter')}</Row>
          {adapter && (
            <ul class="check">
              <Check ok={check.inputs > 0}>
                {texts(check.inputs > 0 ? 'popupInputFound' : 'popupInputMissing')}
              </Check>
              <Check ok={check.rows > 0}>{texts('popupRows', check.rows)}</Check>
              <Check ok={check.buyer > 0 && check.agent > 0}>
                {texts(check.buyer > 0 && check.agent > 0 ? 'popupRolesSeen' : 'popupRolesMissing')}
              </Check>
            </ul>
          )}
          {site.taught ? (
            <TaughtPage adapter={site.taught} tab={tab} />
          ) : (
            !works && (
              <div class="buttons">
                <TeachButton tab={tab} />
              </div>
            )
          )}
        </>
      )}
    </Section>
  );
}

function EngineSection({ engine }: { engine: EngineStatus | Error | null }) {
  if (engine === null) return null;
  if (engine instanceof Error) {
    return (
      <Section title={texts('popupRules')}>
        <p class="help bad">{texts('popupEngineDown')}</p>
        <p class="detail">{engine.message}</p>
      </Section>
    );
  }
  const { pack, memory, lastFailure } = engine;
  return (
    <Section title={texts('popupRules')}>
      <Row label={texts('popupPack')}>{texts('popupPackRules', pack.rules.length)}</Row>
      <Row label={texts('popupEngine')}>
        {texts('popupEngineMemory', Math.round(memory / 2 ** 20))}
      </Row>
      <p class="detail">
        {pack.version.includes(' ') ? pack.version : `${pack.name} ${pack.version}`}
      </p>
      {lastFailure && <p class="detail">{lastFailure}</p>}
    </Section>
  );
}

function Check({ ok, children }: { ok: boolean; children: ComponentChildren }) {
  return (
    <li class={ok ? 'good' : 'open'}>
      <span aria-hidden="true">{ok ? '✓' : '–'}</span> {children}
    </li>
  );
}
