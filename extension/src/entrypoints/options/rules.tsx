/** Which rules hold: the profile, and every rule with a switch. */
import type { RuleInfo } from '@huashu/wasm/types';
import { useEffect, useState } from 'preact/hooks';
import { engineStatus } from '../../engine/status';
import { texts } from '../../i18n/browser';
import type { TextKey } from '../../i18n/texts';
import type { EngineStatus } from '../../protocol/control';
import { saveSettings } from '../../settings/settings';
import { watchSync } from '../../sync/state';
import { Switch } from '../../ui/controls';
import { useWatched } from '../../ui/watched';
import { ByShop, Nothing, Part, type SectionProps } from './parts';

export function Rules({ own, managed }: SectionProps) {
  const [engine, setEngine] = useState<EngineStatus | Error | null>(null);
  useEffect(() => {
    engineStatus().then(setEngine, setEngine);
  }, []);
  if (engine === null) return null;
  if (engine instanceof Error) {
    return (
      <Part title={texts('popupEngineDown')}>
        <p class="detail">{engine.message}</p>
      </Part>
    );
  }
  return (
    <>
      <ProfileChoice own={own} managed={managed} profiles={engine.pack.profiles} />
      <RuleList off={own.offRules} rules={engine.pack.rules} categories={engine.pack.categories} />
    </>
  );
}

/** What the profiles of the shipped packs are called; others go by their own name. */
const PROFILES: Record<string, TextKey> = {
  default: 'profileDefault',
  strict: 'profileStrict',
  taobao: 'profileTaobao',
  pinduoduo: 'profilePinduoduo',
  douyin: 'profileDouyin',
  jd: 'profileJd',
  kuaishou: 'profileKuaishou',
  xiaohongshu: 'profileXiaohongshu',
};

/** Those that are a matter of taste; all others are a platform's. */
const TASTES: readonly string[] = ['default', 'strict'];

const titleOf = (profile: string) => {
  const key = PROFILES[profile];
  return key ? texts(key) : profile;
};

function ProfileChoice({ own, managed, profiles }: SectionProps & { profiles: readonly string[] }) {
  const chosen = managed.profile ?? own.profile;
  const bound = managed.profile !== undefined;
  const platforms = profiles.filter((profile) => !TASTES.includes(profile));
  const choose = (profile: string) => void saveSettings({ profile });
  const choice = (value: string, title: string, help: string, checked = chosen === value) => (
    <label class="choice">
      <input
        type="radio"
        name="profile"
        checked={checked}
        disabled={bound}
        onChange={() => choose(value)}
      />
      <span>
        {title}
        <small>{help}</small>
      </span>
    </label>
  );
  const onPlatform = platforms.includes(chosen);
  return (
    <Part title={texts('profileTitle')} action={bound && <ByShop />}>
      <fieldset class="choices">
        <legend class="spoken">{texts('profileTitle')}</legend>
        {choice('', texts('profileAuto'), texts('profileAutoHelp'))}
        {choice('default', texts('profileDefault'), texts('profileDefaultHelp'))}
        {choice('strict', texts('profileStrict'), texts('profileStrictHelp'))}
        <div class="choice-with">
          {choice(
            platforms[0] ?? '',
            texts('profilePlatform'),
            texts('profilePlatformHelp'),
            onPlatform,
          )}
          {onPlatform && (
            <select
              aria-label={texts('profilePlatform')}
              value={chosen}
              disabled={bound}
              onChange={(event) => choose(event.currentTarget.value)}
            >
              {platforms.map((profile) => (
                <option key={profile} value={profile}>
                  {titleOf(profile)}
                </option>
              ))}
            </select>
          )}
        </div>
      </fieldset>
    </Part>
  );
}

const SEVERITIES: Record<RuleInfo['severity'], TextKey> = {
  error: 'severityError',
  warning: 'severityWarning',
  hint: 'severityHint',
};

function RuleList({
  off,
  rules,
  categories,
}: {
  off: readonly string[];
  rules: readonly RuleInfo[];
  categories: readonly { id: string; title: string }[];
}) {
  const [wanted, setWanted] = useState('');
  const [onlyOff, setOnlyOff] = useState(false);
  const killed = useWatched(watchSync)?.trust.killed ?? [];

  const groups = categories
    .map(({ id, title }) => ({
      id,
      title,
      rules: rules.filter(
        (rule) =>
          rule.category === id &&
          (!onlyOff || off.includes(rule.id)) &&
          speaksOf(rule, title, wanted.trim()),
      ),
    }))
    .filter((group) => group.rules.length > 0);
  const set = (rule: string, on: boolean) =>
    void saveSettings(({ offRules }) => ({
      offRules: [...offRules.filter((other) => other !== rule), ...(on ? [] : [rule])],
    }));
  return (
    <Part title={texts('rulesTitle', rules.length)} help={texts('rulesHelp')}>
      <div class="filter">
        <input
          type="search"
          value={wanted}
          aria-label={texts('rulesSearch')}
          placeholder={texts('rulesSearch')}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
        <label>
          <input
            type="checkbox"
            checked={onlyOff}
            onChange={(event) => setOnlyOff(event.currentTarget.checked)}
          />{' '}
          {texts('rulesOnlyOff', off.length)}
        </label>
      </div>
      {groups.length === 0 && <Nothing>{texts('rulesNone')}</Nothing>}
      {groups.map((group) => (
        <section key={group.id} class="group" aria-label={group.title}>
          <h3>
            {group.title} <small>{group.rules.length}</small>
          </h3>
          <ul class="lines">
            {group.rules.map((rule) => (
              <Rule
                key={rule.id}
                rule={rule}
                on={!off.includes(rule.id) && !killed.includes(rule.id)}
                killed={killed.includes(rule.id)}
                onchange={(on) => set(rule.id, on)}
              />
            ))}
          </ul>
        </section>
      ))}
    </Part>
  );
}

function speaksOf({ id, title, message, why, source }: RuleInfo, category: string, wanted: string) {
  const words = [id, title, message, why, source, category].join('\n').toLowerCase();
  return words.includes(wanted.toLowerCase());
}

function Rule({
  rule: { id, title, severity, action, message, why, source },
  on,
  killed,
  onchange,
}: {
  rule: RuleInfo;
  on: boolean;
  killed: boolean;
  onchange: (on: boolean) => void;
}) {
  return (
    <li class={on ? 'line' : 'line off'}>
      <details class="words">
        <summary>
          <span class={`swatch marked ${severity}`} aria-hidden="true">
            {'\u3000'}
          </span>
          <span class="spoken">{texts(SEVERITIES[severity])}: </span>
          <span>
            {title}
            {action === 'confirm' && <span class="tag">{texts('rulesConfirm')}</span>}
            {killed && <span class="tag">{texts('rulesKilled')}</span>}
          </span>
        </summary>
        <p>{message}</p>
        {why && <p class="help">{why}</p>}
        {source && <p class="detail">{texts('popoverSource', source)}</p>}
        <p class="detail">{id}</p>
      </details>
      <Switch label={title} on={on} disabled={killed} onchange={onchange} />
    </li>
  );
}
