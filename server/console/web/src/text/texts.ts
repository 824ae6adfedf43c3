/**
 * The two languages of the console. Every page keeps its own table of texts
 * beside itself; each text is a pair, Chinese first.
 */

export type Language = 'zh' | 'en';

const KEPT = 'huashu:language';
const listeners = new Set<() => void>();

let current: Language = read();
document.documentElement.lang = tag(current);

function read(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'zh' || kept === 'en') return kept;
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
}

function tag(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en';
}

export function language(): Language {
  return current;
}

/** What Intl takes. */
export function locale(): string {
  return tag(current);
}

export function setLanguage(to: Language): void {
  current = to;
  localStorage.setItem(KEPT, to);
  document.documentElement.lang = tag(to);
  for (const listener of listeners) listener();
}

/** Calls back after every change, until the returned function is called. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// biome-ignore lint/suspicious/noExplicitAny: a text may take any values
type Text = string | ((...values: any[]) => string);
type Table = Record<string, readonly [zh: Text, en: Text]>;
type Spoken<T extends Table> = {
  readonly [K in keyof T]: T[K][0] extends string ? string : T[K][0];
};

/**
 * Makes a table of texts that speaks the language in use: `t.save` is a
 * string, `t.found(3)` a string with values in it.
 */
export function texts<const T extends Table>(table: T): Spoken<T> {
  const spoken = {};
  for (const [key, [zh, en]] of Object.entries(table)) {
    Object.defineProperty(spoken, key, { get: () => (current === 'zh' ? zh : en) });
  }
  return spoken as Spoken<T>;
}

/** 3 days ago, 刚刚 and the like; `now` in milliseconds. */
export function ago(time: string, now = Date.now()): string {
  const seconds = Math.round((Date.parse(time) - now) / 1000);
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return current === 'zh' ? '刚刚' : 'just now';
}

/** A moment as people write it, in their own time zone. */
export function moment(time: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(time),
  );
}

/** 12,345 */
export function number(value: number): string {
  return new Intl.NumberFormat(locale()).format(value);
}

/** A share from 0 to 1 as 12.3 %. */
export function percent(share: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 1 }).format(
    share,
  );
}
