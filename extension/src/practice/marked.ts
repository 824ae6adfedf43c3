/** A reply cut where findings begin and end, so that they can be shown in it. */
import type { Finding, Severity } from '@huashu/wasm/types';

export interface Piece {
  text: string;
  /** Null where there is nothing to remark on. */
  severity: Severity | null;
}

const RANK: Record<Severity, number> = { hint: 1, warning: 2, error: 3 };

/** Where findings overlap, the gravest shows. */
export function marked(
  text: string,
  findings: readonly Pick<Finding, 'start' | 'end' | 'severity'>[],
): Piece[] {
  const cuts = new Set([0, text.length, ...findings.flatMap(({ start, end }) => [start, end])]);
  const places = [...cuts].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (const [i, start] of places.entries()) {
    const end = places[i + 1];
    if (end === undefined) break;
    const severity = findings
      .filter((finding) => finding.start <= start && finding.end >= end)
      .map((finding) => finding.severity)
      .reduce<Severity | null>((a, b) => (a && RANK[a] >= RANK[b] ? a : b), null);
    const last = pieces.at(-1);
    if (last && last.severity === severity) last.text += text.slice(start, end);
    else pieces.push({ text: text.slice(start, end), severity });
  }
  return pieces;
}
