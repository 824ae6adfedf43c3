/**
 * Works out an adapter from what the agent has pointed at: the input, and one
 * message of each side. It reads marks only; no word of a message goes into it.
 */
import type { Adapter } from '@huashu/wasm/types';
import { deriveRoles } from './roles';
import { ancestors, selectorOf } from './selectors';
import { sendButtonOf, timeOf } from './surroundings';
import { tokensOf } from './tokens';

/** What the agent has pointed at. */
export interface Picks {
  input: Element;
  buyer: Element;
  agent: Element;
}

/**
 * Why nothing could be worked out: one message has left the page, lies within
 * the other or does not stand in one list with it, or nothing tells the sides apart.
 */
export type Fault = 'gone' | 'nested' | 'apart' | 'alike';

/** Rows that hold several messages may be so many of all. */
const TOLERANCE = 0.2;

export function derive(picks: Picks): Adapter | Fault {
  const { input, buyer, agent } = picks;
  const document = input.ownerDocument;
  if (![input, buyer, agent].every((pick) => pick.isConnected)) return 'gone';
  if (buyer.contains(agent) || agent.contains(buyer)) return 'nested';
  const common = ancestors(buyer).find((above) => above.contains(agent));
  if (!common) return 'apart';
  const list = scrollerOf(common);
  const text = textOf(buyer, agent);
  const found = rowsOf(picks, common, list, text);
  if (!found) return 'apart';
  const { rows, elements } = found;
  const rowOf = (pick: Element) => elements.find((row) => row.contains(pick)) as Element;
  const roles = deriveRoles(elements, rowOf(buyer), rowOf(agent), text);
  if (!roles) return 'alike';
  const listSelector = selectorOf(list, document);
  const alone = document.querySelectorAll(rows).length === elements.length;
  const { location } = document;
  const send = sendButtonOf(input);
  const time = timeOf(elements, new Date());
  return {
    id: `taught.${location.hostname}`,
    title: location.hostname,
    matches: [patternOf(location)],
    ...(document.defaultView !== document.defaultView?.top && { all_frames: true }),
    input: selectorOf(input, document),
    ...(send && { send: selectorOf(send, document) }),
    list: listSelector,
    rows: alone ? rows : `${listSelector} ${rows}`,
    ...(elements.some(isPlaced) && { placed: true }),
    ...(text && { text }),
    roles,
    ...(time && { time }),
  };
}

/** The addresses of pages like this one: as far as its path has no numbers. */
export function patternOf({ protocol, hostname, pathname }: Location): string {
  const parts = pathname.split('/').slice(1);
  const past = parts.findIndex((part) => /\d/.test(part));
  const lasting = past < 0 ? parts : [...parts.slice(0, past), ''];
  return `${protocol}//${hostname}/${lasting.join('/')}*`;
}

function scrollerOf(element: Element): Element {
  const scrolls = (one: Element) => /auto|scroll|overlay/.test(getComputedStyle(one).overflowY);
  return [element, ...ancestors(element)].find(scrolls) ?? element;
}

/** What the words of both messages stand in: as near to the words as a mark that both share. */
function textOf(buyer: Element, agent: Element): string | null {
  const others = sayingTheSame(agent);
  for (const element of sayingTheSame(buyer)) {
    for (const { css, worth } of tokensOf(element)) {
      if (worth >= 2 && others.some((other) => other.matches(css))) return css;
    }
  }
  const { localName } = buyer;
  return localName === agent.localName && localName !== 'div' ? localName : null;
}

/** An element, what it stands in, and what stands in it, as far as they hold just the same words; the innermost first. */
function sayingTheSame(element: Element): Element[] {
  const words = wordsOf(element);
  const above = ancestors(element);
  const end = above.findIndex((one) => wordsOf(one) !== words);
  const within = [...element.querySelectorAll('*')].filter((one) => wordsOf(one) === words);
  return [...within.reverse(), element, ...above.slice(0, end < 0 ? above.length : end)];
}

const wordsOf = (element: Element) => (element.textContent ?? '').replace(/\s+/g, '');

/**
 * The rows: the outermost elements around both messages that share a mark and
 * hold one message each. What holds more than one is a group of rows.
 */
function rowsOf(
  { buyer, agent }: Picks,
  common: Element,
  list: Element,
  text: string | null,
): { rows: string; elements: Element[] } | null {
  const up = (pick: Element) =>
    [pick, ...ancestors(pick)].filter((one) => one !== common && common.contains(one)).reverse();
  const theirs = up(agent);
  let best: { rows: string; elements: Element[]; score: number } | null = null;
  for (const [depth, mine] of up(buyer).entries()) {
    for (const { css, worth } of [...tokensOf(mine), { css: `${mine.localName}`, worth: 0 }]) {
      const rows = worth > 0 ? css : `${selectorOf(common, common.ownerDocument)} > ${css}`;
      if (worth === 0 && depth > 0) continue;
      if (!theirs.some((other) => other.matches(rows))) continue;
      const elements = [...list.querySelectorAll(rows)];
      if (!areRows(elements, buyer, agent, text)) continue;
      const holding = text
        ? elements.filter((row) => row.querySelector(text)).length
        : elements.length;
      const score = holding * 100 + Math.min(worth, 7) - depth * 2;
      if (!best || score > best.score) best = { rows, elements, score };
    }
  }
  return best;
}

function areRows(
  elements: Element[],
  buyer: Element,
  agent: Element,
  text: string | null,
): boolean {
  const holders = [buyer, agent].map((pick) => elements.filter((row) => row.contains(pick)));
  if (holders.some(({ length }) => length !== 1) || holders[0]?.[0] === holders[1]?.[0])
    return false;
  if (elements.some((row, i) => elements[i + 1] && row.contains(elements[i + 1] as Element)))
    return false;
  if (!text) return true;
  const crowded = elements.filter((row) => row.querySelectorAll(text).length > 1);
  const picked = holders.flat();
  return (
    crowded.length <= TOLERANCE * elements.length && !crowded.some((row) => picked.includes(row))
  );
}

function isPlaced(row: Element): boolean {
  return [row, ...ancestors(row).slice(0, 1)].some(
    (one) => getComputedStyle(one).position === 'absolute',
  );
}
