/** A text with its findings underlined, each part once, the gravest first. */
import type { Finding, Severity } from '@huashu/wasm';

const GRAVE: readonly Severity[] = ['hint', 'warning', 'error'];

type Span = Pick<Finding, 'start' | 'end' | 'severity'>;

interface Props {
  text: string;
  findings: readonly Span[];
  /** The finding that is pointed at. */
  active?: Span | undefined;
}

export function Marked({ text, findings, active }: Props) {
  const cuts = [
    ...new Set([0, text.length, ...findings.flatMap(({ start, end }) => [start, end])]),
  ];
  cuts.sort((a, b) => a - b);
  return (
    <>
      {cuts.slice(0, -1).map((from, i) => {
        const part = text.slice(from, cuts[i + 1]);
        const over = findings.filter(({ start, end }) => start <= from && from < end);
        if (over.length === 0) return part;
        const severity = GRAVE[Math.max(...over.map((f) => GRAVE.indexOf(f.severity)))];
        const pointed = active && active.start <= from && from < active.end;
        return (
          <mark key={from} class={`${severity}${pointed ? ' active' : ''}`}>
            {part}
          </mark>
        );
      })}
    </>
  );
}
