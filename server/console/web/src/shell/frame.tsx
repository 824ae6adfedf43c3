import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/api';
import { end, may, me } from '../api/session';
import icon from '../icon.svg';
import { texts } from '../text/texts';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { Empty, Failed, Loading } from '../ui/states';
import { type Page, pages } from './pages';
import { Preferences } from './preferences';
import { href, parse, type Route, replace, useRoute } from './router';

const t = texts({
  product: ['话术', 'Huashu'],
  navigation: ['主导航', 'Main'],
  skip: ['跳到内容', 'Skip to the content'],
  out: ['退出登录', 'Sign out'],
  nowhere: ['没有这个页面', 'There is no such page'],
  waiting: [(n: number) => `${n} 份待审核`, (n: number) => `${n} to review`],
  viewer: ['查看', 'Viewer'],
  editor: ['编辑', 'Editor'],
  reviewer: ['审核', 'Reviewer'],
  admin: ['管理员', 'Admin'],
});

/** The navigation, and beside it the page that the address names. */
export function Frame() {
  const route = useRoute();
  const page = pages.find(({ name }) => name === route.page);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another route is the occasion
  useEffect(() => {
    if (parse(location.hash).page === '') replace(href('rules'));
  }, [route.page]);
  return (
    <div class="frame">
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        {t.skip}
      </button>
      <Navigation at={route.page} />
      {page ? <Outlet page={page} route={route} /> : <Nowhere empty={route.page === ''} />}
    </div>
  );
}

function Nowhere({ empty }: { empty: boolean }) {
  return <main id="main">{!empty && <Empty icon="search" title={t.nowhere} />}</main>;
}

function Navigation({ at }: { at: string }) {
  const { name, access, tenantName } = me();
  const waiting = useWaiting(at);
  return (
    <nav class="side" aria-label={t.navigation}>
      <a class="brand" href={href('rules')}>
        <img src={icon} alt="" width="26" height="26" />
        <span>
          <strong>{t.product}</strong>
          <small>{tenantName}</small>
        </span>
      </a>
      <ul>
        {pages
          .filter((page) => !page.access || may(page.access))
          .map((page) => (
            <li key={page.name} class={page.begins ? 'begins' : ''}>
              {page.begins && <h2>{page.begins()}</h2>}
              <a href={href(page.name)} {...(page.name === at ? { 'aria-current': 'page' } : {})}>
                <Icon name={page.icon} />
                <span>{page.title()}</span>
                {page.name === 'review' && waiting > 0 && (
                  <span class="count" title={t.waiting(waiting)}>
                    {waiting}
                  </span>
                )}
              </a>
            </li>
          ))}
      </ul>
      <footer>
        <div class="who">
          <span class="avatar" aria-hidden="true">
            {[...name][0]}
          </span>
          <span class="names">
            <strong>{name}</strong>
            <small>{t[access]}</small>
          </span>
          <Button kind="quiet" small icon="out" label={t.out} onClick={() => end()} />
        </div>
        <Preferences />
      </footer>
    </nav>
  );
}

/** How many drafts wait for review, looked up whenever another page is opened. */
function useWaiting(at: string): number {
  const [waiting, setWaiting] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is the occasion
  useEffect(() => {
    // Only a number in the margin: a page that cannot load says why itself.
    api.insight.health().then(
      (health) => setWaiting(health.submitted),
      () => {},
    );
  }, [at]);
  return waiting;
}

/** Loads the code of a page when it is first opened. */
function Outlet({ page, route }: { page: Page; route: Route }) {
  const [loaded, setLoaded] = useState<{
    page: Page;
    component?: ComponentType<{ route: Route }>;
    error?: unknown;
  }>();
  useEffect(() => {
    let current = true;
    page.load().then(
      (module) => current && setLoaded({ page, component: module.default }),
      (error: unknown) => current && setLoaded({ page, error }),
    );
    return () => {
      current = false;
    };
  }, [page]);
  if (loaded?.page !== page) return <Loading />;
  if (!loaded.component) return <Failed error={loaded.error} />;
  return <loaded.component key={page.name} route={route} />;
}
