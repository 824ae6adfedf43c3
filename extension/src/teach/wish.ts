/**
 * The page that the user wants taught, noted before the browser asks for
 * consent: its question may close the popup. Kept until the browser ends.
 */
import { browser } from 'wxt/browser';

const WISH = 'teach';

/** Notes the tab. */
export function wishToTeach(tab: number): Promise<void> {
  return browser.storage.session.set({ [WISH]: tab });
}

/** The tab that was noted, once. */
export async function takeWish(): Promise<number | null> {
  const { [WISH]: tab } = await browser.storage.session.get(WISH);
  await browser.storage.session.remove(WISH);
  return typeof tab === 'number' ? tab : null;
}
