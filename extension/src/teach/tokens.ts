/**
 * By what elements can be told, and how long that will hold. Class names made
 * by a build (Bubble_own__3xK2a) lose their hash and keep their stem; what
 * looks like a number, a hash or somebody's words is no mark at all.
 */

/** One simple selector that an element matches. */
export interface Token {
  css: string;
  /** How lasting it looks: 10 was put there to be found, below 2 it will not outlive the next build. */
  worth: number;
}

/** Attributes whose values say what an element is, not what stands in it. */
const TELLING =
  /^(data-(test|qa|cy|e2e|automation)\S*|data-testid|data-role|data-type|data-side|data-from|data-direction|name|type|role)$/;
/** Attributes that frameworks write for themselves. */
const NOISE =
  /^(data-v-|data-reactid|data-state$|data-key$|data-index$|data-radix|data-floating|data-focus|data-active|data-selected|data-highlighted)/;
/** Inline styles that put a message to its side. */
const SIDES =
  /(?:flex-direction|justify-content|align-items|align-self|text-align|float):\s*[a-z-]+/g;
/** Classes that say how things stand now or only how they look. */
const PASSING =
  /^(is-|has-)?(active|selected|open|hover|focus|focused|visible|hidden|show|first|last|new|unread|read|loading|ready|animated?|fade|enter|leave|in|out)$/i;

const MAX_VALUE = 40;

/** The marks of an element, the most lasting first; without its tag. */
export function tokensOf(element: Element): Token[] {
  const tokens: Token[] = [];
  if (element.id) tokens.push(...idTokens(element.id));
  for (const { name, value } of element.attributes) {
    if (name === 'style') tokens.push(...styleTokens(value));
    else tokens.push(...attributeTokens(name, value));
  }
  for (const name of element.classList) tokens.push(...classTokens(name));
  return tokens.sort((a, b) => b.worth - a.worth);
}

/** Whether a name was made by a machine: 3xK2a, hJ2kWq, 81273. */
export function looksRandom(name: string): boolean {
  if (/^\d+$/.test(name)) return true;
  if (name.length < 4) return false;
  if (/^[a-z]+\d{1,2}$/i.test(name)) return false;
  if (/\d/.test(name) && /[a-z]/i.test(name)) return true;
  const words = name.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? [];
  return (
    (words.length > 1 && words.every((word) => word.length <= 2)) || /[^aeiouy\W\d]{6}/i.test(name)
  );
}

/** The stem of a name that ends in a hash, with the mark that parts them; null when it has none. */
export function stemOf(name: string): string | null {
  const [, stem, hash] = /^(.*[a-z].*?[-_]+)([^-_]+)$/i.exec(name) ?? [];
  if (!stem || !hash || !looksRandom(hash)) return null;
  // css-1x2y3z: nothing but the name of the tool.
  return /^(css|sc|jss|jsx|svelte|emotion|makeStyles|Mui|style)[-_]+$/i.test(stem) ? null : stem;
}

function idTokens(id: string): Token[] {
  if (isPlain(id) && !/\d/.test(id)) return [{ css: `#${CSS.escape(id)}`, worth: 9 }];
  const [, stem] = /^([a-z][a-z_-]*[-_:])\S*\d\S*$/i.exec(id) ?? [];
  return stem && !looksRandom(stem) ? [{ css: `[id^="${stem}"]`, worth: 6 }] : [];
}

function attributeTokens(name: string, value: string): Token[] {
  if (name === 'contenteditable') return [{ css: `[contenteditable="${value}"]`, worth: 4 }];
  if (NOISE.test(name)) return [];
  const telling = TELLING.test(name);
  if (!telling && !name.startsWith('data-')) return [];
  const says = value !== '' && isPlain(value) && !/\d/.test(value);
  if (says) {
    const worth = /^data-(test|qa|cy|e2e)/.test(name) ? 10 : telling ? 5 : 8;
    return [{ css: `[${name}="${value}"]`, worth }];
  }
  return telling ? [] : [{ css: `[${name}]`, worth: 6 }];
}

function styleTokens(style: string): Token[] {
  return [...style.matchAll(SIDES)].map(([css]) => ({ css: `[style*="${css}"]`, worth: 3 }));
}

function classTokens(name: string): Token[] {
  if (PASSING.test(name)) return [];
  const stem = stemOf(name);
  if (stem) return [{ css: `[class*="${stem}"]`, worth: 6 }];
  const parts = name.split(/[-_]+/).filter(Boolean);
  if (parts.some(looksRandom)) return [{ css: `.${CSS.escape(name)}`, worth: 1 }];
  // What utility classes say of looks changes with the looks.
  const worth = /[:/[\]]/.test(name) || parts.some((part) => /^\d/.test(part)) ? 2 : 7;
  return [{ css: `.${CSS.escape(name)}`, worth }];
}

function isPlain(value: string): boolean {
  return (
    value.length <= MAX_VALUE &&
    /^[\w:.-]+$/.test(value) &&
    !value.split(/[-_:.]+/).some(looksRandom)
  );
}
