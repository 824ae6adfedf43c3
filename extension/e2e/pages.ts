/** The extension's own pages, in either language and theme, and a working week to fill them with. */
import type { Page, Worker } from '@playwright/test';
import en from '../public/_locales/en/messages.json' with { type: 'json' };
import zh from '../public/_locales/zh_CN/messages.json' with { type: 'json' };
import { type Day, emptyDay } from '../src/settings/counters';
import { today } from '../src/settings/dismissals';
import type { Settings } from '../src/settings/schema';

declare const chrome: typeof import('wxt/browser').browser;

export type Language = 'zh-CN' | 'en';

/** Makes pages opened in this tab speak a language, whatever the browser's own. */
export async function speak(page: Page, language: Language): Promise<void> {
  const messages: Record<string, { message: string }> = language === 'en' ? en : zh;
  await page.addInitScript(
    ({ messages, language }) => {
      if (typeof chrome === 'undefined' || !chrome.i18n) return;
      Object.assign(chrome.i18n, {
        getUILanguage: () => language,
        getMessage: (key: string, values: string[] = []) =>
          (messages[key]?.message ?? '').replace(/\$(\d)/g, (_, n) => values[n - 1] ?? ''),
      });
    },
    { messages, language },
  );
}

/** Opens one of the extension's pages: 'options.html#words'. */
export async function openOurs(page: Page, worker: Worker, path: string): Promise<void> {
  const { href } = new URL(`/${path}`, worker.url());
  // Another section of the same page is no new page.
  if (page.url() !== 'about:blank') await page.goto('about:blank');
  await page.goto(href);
}

/** Puts records into the extension's storage. */
export async function keep(worker: Worker, records: object): Promise<void> {
  await worker.evaluate((all) => chrome.storage.local.set(all), records);
}

/** All that the extension's storage holds. */
export function kept(worker: Worker): Promise<Record<string, unknown>> {
  return worker.evaluate(() => chrome.storage.local.get(null));
}

/** Settings of an agent who uses everything. */
export const SETTLED: Partial<Settings> = {
  offRules: ['filler.opening'],
  words: ['小冰', '不能说的秘密', '竹里馆'],
  ignored: [{ rule: 'address.nin.you', text: '你们家' }],
  snippets: [
    { name: 'fh', text: '亲，您今天拍下，{ship}内为您发出{courier}哦～' },
    { name: 'zb', text: '这款{warranty}，满{free}包邮～' },
    { name: 'jj', text: '你好，这个价格不能再便宜了' },
  ],
  shop: {
    shop: {
      name: '青禾家居旗舰店',
      agent_no: '12',
      category: '灯具',
      ship_within_hours: 48,
      courier: '中通',
      return_days: 7,
      发票: '可开电子发票',
    },
    free_shipping_at: 59,
    coupons: [{ name: '新人券', threshold: 199, off: 20 }],
    products: [
      { id: 'p1', name: '竹编落地灯 暖光', price: 239 },
      { id: 'p2', name: '竹编吊灯 小号', price: 139.9, stock: 12 },
      { id: 'p3', name: 'E27 灯泡 7瓦', price: 12.9 },
    ],
  },
};

/** A week of work that ends today, the same figures every time. */
export function week(): Day[] {
  return Array.from({ length: 7 }, (_, i) => {
    const date = new Date();
    date.setDate(date.getDate() - (6 - i));
    return workday(today(date), i);
  });
}

function workday(day: string, i: number): Day {
  const waits: Day['waits'] = {};
  for (let hour = 9; hour <= 21; hour++) {
    const busy = hour === 14 || hour === 20 ? 9 : 0;
    waits[hour] = {
      [4 + ((hour + i) % 3)]: 5,
      [9 + ((hour * 2 + i) % 5)]: 4,
      [17 + busy]: 3,
      [34 + busy * 3]: 1,
    };
  }
  const counts = (hits: number, accepted: number) => ({
    hits: hits + (i % 3),
    accepted,
    dismissed: 1,
    alarms: 0,
  });
  return {
    ...emptyDay(day),
    waits,
    rules: {
      'address.nin.hello': counts(14, 11),
      'refusal.apology.missing': counts(9, 7),
      'refusal.negation.cannot': counts(8, 4),
      'filler.opening': counts(5, 2),
      'taboo.command.must': counts(3, 1),
      'taboo.jargon.office': counts(2, 2),
    },
    replies: { shown: 48, accepted: 21 },
    praise: { complaint: 1, 'doubt.authentic': 2, 'bargain.threat': 1 + (i % 2) },
  };
}
