/** The popup's word on a page that is not known yet, or that the user has taught. */
import type { Adapter } from '@huashu/wasm/types';
import { useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { texts } from '../i18n/browser';
import { ask } from '../protocol/control';
import { siteOf } from './granted';
import { forgetTaught } from './taught';
import { wishToTeach } from './wish';

/** The tab that the popup hangs over. */
export interface Tab {
  id?: number | undefined;
  url?: string | undefined;
}

/** Asks for the page, if need be, and begins the lesson. */
export function TeachButton({ tab, again = false }: { tab: Tab | null; again?: boolean }) {
  const [refused, setRefused] = useState(false);
  const site = siteOf(tab?.url);
  if (tab?.id === undefined || !site) return null;
  const { id } = tab;
  const teach = async () => {
    // Firefox asks only at the click itself: nothing may be awaited before.
    const granted = browser.permissions.request({ origins: [site] });
    await wishToTeach(id);
    if (!(await granted)) {
      setRefused(true);
      return;
    }
    await ask({ type: 'worker.teach' });
    window.close();
  };
  return (
    <>
      <button type="button" onClick={() => void teach()}>
        {texts(again ? 'teachOnceMore' : 'teachThis')}
      </button>
      {refused && <p class="help">{texts('teachRefused')}</p>}
    </>
  );
}

/** What can be done with a page that was taught: hand it on, teach it anew, forget it. */
export function TaughtPage({ adapter, tab }: { adapter: Adapter; tab: Tab | null }) {
  const [copied, setCopied] = useState(false);
  const [pattern = ''] = adapter.matches;
  const copy = async () => {
    const { packYaml } = await import('./yaml');
    await navigator.clipboard.writeText(packYaml(adapter));
    setCopied(true);
  };
  const download = async () => {
    const { packYaml, packFileName } = await import('./yaml');
    const url = URL.createObjectURL(new Blob([packYaml(adapter)], { type: 'text/yaml' }));
    Object.assign(document.createElement('a'), {
      href: url,
      download: packFileName(adapter),
    }).click();
    URL.revokeObjectURL(url);
  };
  return (
    <>
      <p class="help">{texts('teachOwn')}</p>
      <div class="buttons">
        <button type="button" onClick={() => void download()}>
          {texts('teachDownload')}
        </button>
        <button type="button" onClick={() => void copy()}>
          {texts(copied ? 'teachCopied' : 'teachCopy')}
        </button>
        <button type="button" onClick={() => void forgetTaught(pattern)}>
          {texts('teachForget')}
        </button>
        <TeachButton tab={tab} again />
      </div>
    </>
  );
}
