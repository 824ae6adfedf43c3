/** A bad example: `[[…]]` marks what the rule finds, `[[wrong=>right]]` also what the fix writes. */
import type { Severity } from '@huashu/wasm';

export function Example({
  text,
  fixed,
  severity,
}: {
  text: string;
  fixed?: string | undefined;
  severity: Severity;
}) {
  const parts = text.split(/(\[\[[\s\S]*?\]\])/);
  return (
    <>
      <span class="example">
        {parts.map((part, i) => {
          const marked = /^\[\[([\s\S]*?)(?:=>([\s\S]*))?\]\]$/.exec(part);
          if (!marked) return part;
          return (
            <span key={String(i)}>
              <mark class={severity}>{marked[1]}</mark>
              {marked[2] !== undefined && <ins>{marked[2] || '∅'}</ins>}
            </span>
          );
        })}
      </span>
      {fixed && <span class="fixed">→ {fixed}</span>}
    </>
  );
}
