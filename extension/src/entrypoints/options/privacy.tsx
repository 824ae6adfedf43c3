/** What is kept and what is sent, made from the tables that the code itself goes by. */
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { texts } from '../../i18n/browser';
import { DATABASES, KEPT, type Kept } from '../../settings/kept';
import { PERMISSIONS } from '../../settings/permissions';
import { SENT, STATUS_TEXTS } from '../../settings/sent';
import { Part } from './parts';

export function Privacy() {
  const [stored, setStored] = useState<Record<string, unknown>>({});
  useEffect(() => {
    const look = () => void browser.storage.local.get(null).then(setStored);
    look();
    browser.storage.local.onChanged.addListener(look);
    return () => browser.storage.local.onChanged.removeListener(look);
  }, []);
  return (
    <>
      <p class="lead">{texts('privacyLead')}</p>
      <Part title={texts('privacyMemory')} help={texts('privacyMemoryHelp')} />
      <Part title={texts('privacyKept')} help={texts('privacyKeptHelp')}>
        <ul class="lines">
          {(Object.keys(KEPT) as Kept[]).map((key) => (
            <li key={key} class="kept">
              <p>{texts(KEPT[key])}</p>
              {stored[key] === undefined ? (
                <p class="detail">
                  <code>{key}</code> · {texts('privacyEmpty')}
                </p>
              ) : (
                <details>
                  <summary class="detail">
                    <code>{key}</code> · {texts('privacyShow')}
                  </summary>
                  {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and by keys as well */}
                  <pre tabIndex={0}>{JSON.stringify(stored[key], null, 2)}</pre>
                </details>
              )}
            </li>
          ))}
          {Object.entries(DATABASES).map(([name, text]) => (
            <li key={name} class="kept">
              <p>{texts(text)}</p>
              <p class="detail">
                <code>{name}</code>
              </p>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={texts('privacySent')} help={texts('privacySentHelp')}>
        <ul class="lines">
          {SENT.map(({ method, path, what, body }) => (
            <li key={path} class="kept">
              <p>{texts(what)}</p>
              <p class="detail">
                <code>
                  {method} {path}
                </code>
              </p>
              {body && (
                <dl>
                  {Object.entries(STATUS_TEXTS).map(([field, text]) => (
                    <div key={field}>
                      <dt>
                        <code>{field}</code>
                      </dt>
                      <dd>{texts(text)}</dd>
                    </div>
                  ))}
                </dl>
              )}
            </li>
          ))}
        </ul>
      </Part>
      <Part title={texts('privacyPermissions')}>
        <ul class="lines">
          {Object.entries(PERMISSIONS).map(([name, text]) => (
            <li key={name} class="kept">
              <p>{texts(text)}</p>
              <p class="detail">
                <code>{name}</code>
              </p>
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}
