/** The options: a rail of sections, and the one that the address names. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { texts } from '../../i18n/browser';
import type { TextKey } from '../../i18n/texts';
import { watchManaged } from '../../settings/managed';
import { watchSettings } from '../../settings/settings';
import { useWatched } from '../../ui/watched';
import { Backup } from './backup';
import { Joined } from './joined';
import type { SectionProps } from './parts';
import { Privacy } from './privacy';
import { Rules } from './rules';
import { Shop } from './shop';
import { Sites } from './sites';
import { Snippets } from './snippets';
import { Words } from './words';

/** By their name in the address, in the order of the rail. */
const SECTIONS = {
  rules: { title: 'optionsRules', Body: Rules },
  words: { title: 'optionsWords', Body: Words },
  snippets: { title: 'optionsSnippets', Body: Snippets },
  shop: { title: 'optionsShop', Body: Shop },
  sites: { title: 'optionsSites', Body: Sites },
  sync: { title: 'optionsSync', Body: Joined },
  backup: { title: 'optionsBackup', Body: Backup },
  privacy: { title: 'optionsPrivacy', Body: Privacy },
} as const satisfies Record<
  string,
  { title: TextKey; Body: (props: SectionProps) => ComponentChildren }
>;

type SectionName = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as SectionName[];

const named = () => NAMES.find((name) => location.hash === `#${name}`) ?? 'rules';

export function Options() {
  const own = useWatched(watchSettings);
  const managed = useWatched(watchManaged);
  const [name, setName] = useState(named);
  useEffect(() => {
    const follow = () => {
      setName(named());
      scrollTo({ top: 0 });
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  if (!own || !managed) return null;
  const { title, Body } = SECTIONS[name];
  return (
    <>
      <nav aria-label={texts('optionsOpen')}>
        <p class="brand">
          <img src="/icon/48.png" alt="" width="24" height="24" />
          {texts('extensionName')}
        </p>
        <ul>
          {NAMES.map((other) => (
            <li key={other}>
              <a href={`#${other}`} aria-current={other === name ? 'page' : undefined}>
                {texts(SECTIONS[other].title)}
              </a>
            </li>
          ))}
        </ul>
        <p class="away">
          <a href="/report.html">{texts('reportOpen')}</a>
          <a href="/practice.html">{texts('practiceTitle')}</a>
        </p>
      </nav>
      <main>
        <h1>{texts(title)}</h1>
        <Body key={name} own={own} managed={managed} />
      </main>
    </>
  );
}
