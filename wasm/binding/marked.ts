/** A text cut where findings begin and end, so that they can be shown in it. */
import type { Finding, Severity } from './types';

/** Errors before warnings before hints. */
export const RANK: Record<Severity, number> = { hint: 1, warning: 2, error: 3 };

export type Span = Pick<Finding, 'start' | 'end' | 'severity'>;

export interface Piece {
  /** Where in the text it begins. */
  start: number;
  text: string;
  /** Of the gravest finding here; null where there is nothing to remark on. */
  severity: Severity | null;
  /** Within the finding that is pointed at. */
  active: boolean;
}

/** The pieces of a text, each once and in their order. Where findings overlap, the gravest shows. */
export function marked(text: string, findings: readonly Span[], active?: Span): Piece[] {
  const cuts = new Set([0, text.length, ...findings.flatMap(({ start, end }) => [start, end])]);
  const places = [...cuts].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (const [i, start] of places.entries()) {
    const end = places[i + 1];
    if (end === undefined) break;
    const covers = (finding: Span) => finding.start <= start && finding.end >= end;
    const over = findings.filter(covers).sort((a, b) => RANK[b.severity] - RANK[a.severity]);
    const severity = over[0]?.severity ?? null;
    const pointed = active !== undefined && covers(active);
    const last = pieces.at(-1);
    const words = text.slice(start, end);
    if (last && last.severity === severity && last.active === pointed) last.text += words;
    else pieces.push({ start, text: words, severity, active: pointed });
  }
  return pieces;
}
