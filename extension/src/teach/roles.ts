/** What tells the buyer's rows from the agent's: a mark that the one has and the other has not. */
import type { Role } from '@huashu/wasm/types';
import { tokensOf } from './tokens';

/** A mark somewhere in a row. */
interface Mark {
  css: string;
  worth: number;
  /** How deep in its row it stands, and on which tag. */
  depth: number;
  tag: string;
  /** For each of the rows, whether it has the mark. */
  has: boolean[];
}

/** So many elements of a row are looked at, from the outside in. */
const MAX_ELEMENTS = 80;
/** So many rows must be told by two marks; the others may be notices. */
const MOST = 0.7;

/** The selectors of both roles, or null when no mark tells them apart. */
export function deriveRoles(
  rows: readonly Element[],
  buyerRow: Element,
  agentRow: Element,
  text: string | null,
): Partial<Record<Role, string>> | null {
  const spoken = text ? rows.filter((row) => row.querySelector(text)) : rows;
  const buyers = marksOf(buyerRow, agentRow, spoken);
  const agents = marksOf(agentRow, buyerRow, spoken);
  let best: { buyer: Mark; agent: Mark; score: number } | null = null;
  for (const agent of agents) {
    for (const buyer of buyers) {
      const score = scoreOf(buyer, agent);
      if (score > (best?.score ?? 0)) best = { buyer, agent, score };
    }
  }
  const enough = (told: number) => told >= MOST * spoken.length;
  if (best && enough(tellingOf(best.buyer, best.agent))) {
    return { agent: best.agent.css, buyer: best.buyer.css };
  }
  // Where only one side is marked, a row that says something and has no mark is the other's.
  const agent = agents.reduce<Mark | null>(better, null);
  if (agent) return { agent: agent.css, buyer: text ?? '*' };
  const buyer = buyers.reduce<Mark | null>(better, null);
  const unmarked = (css: string) => `:not(${css}):not(:has(${css}))${text ? `:has(${text})` : ''}`;
  return buyer && { agent: unmarked(buyer.css), buyer: buyer.css };
}

/** The marks of one row that the other has not. */
function marksOf(row: Element, other: Element, rows: readonly Element[]): Mark[] {
  const found = new Map<string, Mark>();
  for (const element of [row, ...row.querySelectorAll('*')].slice(0, MAX_ELEMENTS)) {
    for (const { css, worth } of [...tokensOf(element), ...standingOf(element)]) {
      if (found.has(css) || matches(other, css)) continue;
      found.set(css, {
        css,
        worth,
        depth: depthOf(element, row),
        tag: element.localName,
        has: rows.map((one) => matches(one, css)),
      });
    }
  }
  return [...found.values()];
}

/** Where a picture of the speaker stands, first or last: the sides of a chat without any names. */
function standingOf(element: Element): { css: string; worth: number }[] {
  if (element.localName !== 'img' && element.localName !== 'svg') return [];
  if (!element.nextElementSibling) return [{ css: `${element.localName}:last-child`, worth: 1 }];
  if (!element.previousElementSibling)
    return [{ css: `${element.localName}:first-child`, worth: 1 }];
  return [];
}

/** Each row should have just one of the two; marks that stand at one place of their rows belong together. */
function scoreOf(buyer: Mark, agent: Mark): number {
  const paired = buyer.depth === agent.depth && buyer.tag === agent.tag ? 2 : 0;
  const worth = Math.min(buyer.worth, agent.worth) - (buyer.depth + agent.depth) / 4;
  return tellingOf(buyer, agent) * 10 + worth + paired;
}

/** In how many rows just one of the marks stands; a row with both speaks against them. */
function tellingOf(buyer: Mark, agent: Mark): number {
  return agent.has.reduce(
    (sum, has, i) => sum + (has && buyer.has[i] ? -3 : has || buyer.has[i] ? 1 : 0),
    0,
  );
}

/** A mark alone tells all rows, but wrongly where it is about something else than the side. */
function aloneScore({ has, worth, depth }: Mark): number {
  const own = has.filter(Boolean).length;
  return Math.min(own, has.length - own) * 10 + worth - depth / 2;
}

function better(best: Mark | null, mark: Mark): Mark {
  return best && aloneScore(best) >= aloneScore(mark) ? best : mark;
}

function matches(row: Element, css: string): boolean {
  return row.matches(css) || row.querySelector(css) !== null;
}

function depthOf(element: Element, row: Element): number {
  let depth = 0;
  for (let at: Element | null = element; at && at !== row; at = at.parentElement) depth++;
  return depth;
}
