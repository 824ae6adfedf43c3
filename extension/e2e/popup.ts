import type { BrowserContext, Page, Worker } from '@playwright/test';

declare const chrome: typeof import('wxt/browser').browser;

/** Opens the popup in a tab of its own, as if it hung over `page`. `within` is anything of the extension's own. */
export async function openPopup(
  context: BrowserContext,
  within: Pick<Worker, 'evaluate' | 'url'>,
  page: Page,
): Promise<Page> {
  const tab = await within.evaluate(async (wanted) => {
    const tabs = await chrome.tabs.query({});
    const found = tabs.find((tab) => tab.url === wanted);
    return { id: found?.id, url: wanted };
  }, page.url());
  const popup = await context.newPage();
  await popup.addInitScript((front) => {
    Object.assign(chrome.tabs, { query: async () => [front] });
  }, tab);
  await popup.goto(new URL('/popup.html', within.url()).href);
  return popup;
}
