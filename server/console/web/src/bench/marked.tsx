/** A text with its findings underlined, each part once, the gravest first. */
import { marked, type Span } from '@huashu/wasm/marked';

interface Props {
  text: string;
  findings: readonly Span[];
  /** The finding that is pointed at. */
  active?: Span | undefined;
}

export function Marked({ text, findings, active }: Props) {
  return (
    <>
      {marked(text, findings, active).map((piece) =>
        piece.severity ? (
          <mark key={piece.start} class={`${piece.severity}${piece.active ? ' active' : ''}`}>
            {piece.text}
          </mark>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}
