/** Where Huashu works: a switch for every site, and what the browser has granted beyond the platforms. */
import type { Adapter } from '@huashu/wasm/types';
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { engineStatus } from '../../engine/status';
import { texts } from '../../i18n/browser';
import { isFree, isOn } from '../../settings/managed';
import { saveSettings } from '../../settings/settings';
import { SITES } from '../../site/hosts';
import { grantedSites } from '../../teach/granted';
import { Switch } from '../../ui/controls';
import { ByShop, Line, Part, type SectionProps } from './parts';

/** The host in a match pattern: https://mms.pinduoduo.com/* */
const hostOf = (pattern: string) => /^[^:]+:\/\/([^/:]+)/.exec(pattern)?.[1] ?? pattern;

/** This very machine, whatever is served there. */
const LOCAL = new Set(['localhost', '127.0.0.1']);

export function Sites({ own, managed }: SectionProps) {
  const [adapters, setAdapters] = useState<readonly Adapter[]>([]);
  const [granted, setGranted] = useState<readonly string[]>([]);
  useEffect(() => {
    engineStatus().then(
      ({ pack }) => setAdapters(pack.adapters),
      // Without an engine the sites go by their hosts.
      () => {},
    );
    void grantedSites().then(setGranted);
  }, []);

  const shipped = SITES.map(hostOf);
  const others = [...granted.map(hostOf), ...own.offSites, ...(managed.offSites ?? [])];
  const hosts = [...new Set([...shipped, ...others])];
  const titleOf = (host: string) =>
    LOCAL.has(host)
      ? texts('sitesLocal')
      : adapters.find(({ matches }) => matches.some((pattern) => hostOf(pattern) === host))?.title;
  const set = (host: string, on: boolean) =>
    void saveSettings(({ offSites }) => ({
      offSites: [...offSites.filter((other) => other !== host), ...(on ? [] : [host])],
    }));
  const revoke = (host: string) =>
    void browser.permissions
      .remove({ origins: granted.filter((pattern) => hostOf(pattern) === host) })
      .then(grantedSites)
      .then(setGranted);
  return (
    <Part title={texts('sitesTitle')} help={texts('sitesHelp')}>
      {!own.enabled && <p class="told">{texts('sitesAllOff')}</p>}
      <ul class="lines">
        {hosts.map((host) => {
          const free = isFree(managed, host);
          const title = titleOf(host);
          return (
            <Line
              key={host}
              action={
                <span class="buttons">
                  {granted.some((pattern) => hostOf(pattern) === host) && (
                    <button
                      type="button"
                      class="quiet"
                      aria-label={texts('sitesRevokeThis', host)}
                      onClick={() => revoke(host)}
                    >
                      {texts('sitesRevoke')}
                    </button>
                  )}
                  {!free && <ByShop />}
                  <Switch
                    label={texts('popupSiteSwitch', host)}
                    on={free ? !own.offSites.includes(host) : isOn(own, managed, host)}
                    disabled={!free || !own.enabled}
                    onchange={(on) => set(host, on)}
                  />
                </span>
              }
            >
              {title ?? host}
              {title && <small>{host}</small>}
            </Line>
          );
        })}
      </ul>
    </Part>
  );
}
