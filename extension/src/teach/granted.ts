/** The sites that the user has let Huashu into, beyond those it comes with. */
import { browser } from 'wxt/browser';
import { SITES } from '../site/hosts';

/** Their match patterns. */
export async function grantedSites(): Promise<string[]> {
  const { origins = [] } = await browser.permissions.getAll();
  return origins.filter((origin) => !(SITES as readonly string[]).includes(origin));
}

/** What to ask for to work on a page, or null where nobody may: the browser's own pages, files. */
export function siteOf(url: string | undefined): string | null {
  if (!url || !/^https?:/.test(url)) return null;
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
}
