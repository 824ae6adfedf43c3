/**
 * The agent's own dictionary. What stands in it is a word and right as it is:
 * it is no slip of the pen, and what lies within it is no word by itself. What
 * would stop a message from going out is not for a dictionary to allow.
 */
import type { PageFinding } from '../protocol/engine';

/** The category of wrong characters and words. */
const TYPO = 'typo';

/** The findings of a text that remain for one who knows these words. */
export function knowing(
  words: readonly string[],
  text: string,
  findings: PageFinding[],
): PageFinding[] {
  const known = words.flatMap((word) => occurrences(text, word));
  if (known.length === 0) return findings;
  return findings.filter(
    ({ action, category, start, end }) =>
      action === 'confirm' ||
      !known.some((word) =>
        category === TYPO
          ? start < word.end && word.start < end
          : word.start <= start && end <= word.end && end - start < word.end - word.start,
      ),
  );
}

function occurrences(text: string, word: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    found.push({ start: at, end: at + word.length });
  }
  return found;
}
