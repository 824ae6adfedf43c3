import type { Edit } from '@huashu/wasm/types';

/** Edits put together as one: everything from the first to the last, written anew. */
export interface Replacement {
  start: number;
  end: number;
  text: string;
}

/**
 * Joins edits that belong together into one replacement, because one
 * replacement is one step to undo. What lies between them is written back as
 * it was. Edges that stay the same are left out, so that an insertion remains
 * an insertion.
 */
export function joinEdits(text: string, edits: readonly Edit[]): Replacement | null {
  const first = edits[0];
  const last = edits.at(-1);
  if (!first || !last) return null;
  let joined = '';
  let at = first.start;
  for (const edit of edits) {
    joined += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  const old = text.slice(first.start, last.end);
  const shorter = Math.min(old.length, joined.length);
  let head = 0;
  while (head < shorter && old[head] === joined[head]) head++;
  if (isHighSurrogate(old[head - 1])) head--;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === joined.at(-1 - tail)) tail++;
  if (isLowSurrogate(old[old.length - tail])) tail--;
  const replacement = {
    start: first.start + head,
    end: last.end - tail,
    text: joined.slice(head, joined.length - tail),
  };
  return old === joined ? null : replacement;
}

/** Half a character must never be cut off from its other half. */
const isHighSurrogate = (unit: string | undefined) => /^[\uD800-\uDBFF]$/.test(unit ?? '');
const isLowSurrogate = (unit: string | undefined) => /^[\uDC00-\uDFFF]$/.test(unit ?? '');

/** Where a caret stands after a replacement: after it when it was inside, else with its text. */
export function moveCaret(caret: number, { start, end, text }: Replacement): number {
  if (caret < start) return caret;
  if (caret >= end) return caret + text.length - (end - start);
  return start + text.length;
}
