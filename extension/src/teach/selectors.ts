/** Selectors that find an element again: by lasting marks, by its place only when there are none. */
import { type Token, tokensOf } from './tokens';

/** How far up a mark is looked for that makes one below it unique. */
const MAX_UP = 8;
/** Marks of less worth are a last resort. */
const LASTING = 2;

/** The selector of one element of a document. */
export function selectorOf(element: Element, root: ParentNode): string {
  const tag = element.localName;
  const isOnly = (css: string) => {
    const found = root.querySelectorAll(css);
    return found.length === 1 && found[0] === element;
  };
  const tokens = tokensOf(element);
  const lasting = tokens.filter(({ worth }) => worth >= LASTING);
  const own = [...lasting.map(({ css }) => css), ...pairs(lasting)];
  const alone = own.find(isOnly);
  if (alone) return alone;
  if (tag !== 'div' && tag !== 'span' && isOnly(tag)) return tag;

  const below = [...lasting.map(({ css }) => css), tag];
  for (const above of ancestors(element).slice(0, MAX_UP)) {
    const marks = tokensOf(above).filter(({ worth }) => worth >= LASTING);
    for (const mark of marks) {
      const found = below.map((css) => `${mark.css} ${css}`).find(isOnly);
      if (found) return found;
    }
  }
  return tokens.map(({ css }) => css).find(isOnly) ?? pathTo(element);
}

/** An element and what it stands in, up to the body. */
export function ancestors(element: Element): Element[] {
  const found: Element[] = [];
  for (let at = element.parentElement; at && at.localName !== 'body'; at = at.parentElement) {
    found.push(at);
  }
  return found;
}

function pairs(tokens: readonly Token[]): string[] {
  return tokens.flatMap((a, i) => tokens.slice(i + 1).map((b) => join(a.css, b.css)));
}

/** Two simple selectors as one: what begins with a letter has to stand first. */
export function join(a: string, b: string): string {
  return /^[a-z]/i.test(b) ? `${b}${a}` : `${a}${b}`;
}

/** Where an element stands, counted: true until the page is rearranged. */
function pathTo(element: Element): string {
  const steps: string[] = [];
  for (let at: Element | null = element; at && at.localName !== 'html'; at = at.parentElement) {
    const tag = at.localName;
    const same = [...(at.parentElement?.children ?? [])].filter((one) => one.localName === tag);
    steps.unshift(same.length > 1 ? `${tag}:nth-of-type(${same.indexOf(at) + 1})` : tag);
  }
  return steps.join(' > ');
}
