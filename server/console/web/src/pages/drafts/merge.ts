/** Two people's changes of one draft, file by file. */
import type { Files } from '../../api/types';

export interface Merge {
  /** With mine where both have changed a file. */
  files: Files;
  /** Files that both have changed, differently. */
  conflicts: string[];
}

/** What both sides made of a common beginning. A file that is missing was deleted. */
export function merge(base: Files, mine: Files, theirs: Files): Merge {
  const files: Files = {};
  const conflicts: string[] = [];
  for (const name of new Set([
    ...Object.keys(base),
    ...Object.keys(mine),
    ...Object.keys(theirs),
  ])) {
    const [was, my, their] = [base[name], mine[name], theirs[name]];
    const text = my === was ? their : my;
    if (text !== undefined) files[name] = text;
    if (my !== was && their !== was && my !== their) conflicts.push(name);
  }
  return { files, conflicts: conflicts.sort() };
}

export function sameFiles(a: Files, b: Files): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
