/**
 * Where in a YAML file the caret is, told from indentation alone: a file that
 * is being written has no tree that could be asked.
 */

export interface Place {
  /** Keys from the top; '[]' for an entry of a list. */
  path: string[];
  /** A key is wanted, or the value of the last key of the path. */
  wants: 'key' | 'value';
  /** What stands there so far. */
  typed: string;
  /** Keys that the same map has already. */
  present: string[];
}

const KEY = /^([\w.-]+|"[^"]*"|'[^']*')\s*:(?=\s|$)/;

/** One line taken apart: its markers of list entries, and its key. */
interface Line {
  /** Columns of the "-" in front. */
  dashes: number[];
  /** Column of what follows them. */
  indent: number;
  key?: string;
  blank: boolean;
}

function read(text: string): Line {
  const dashes: number[] = [];
  let at = /^ */.exec(text)?.[0].length ?? 0;
  for (let dash = /^-( +|$)/.exec(text.slice(at)); dash; dash = /^-( +|$)/.exec(text.slice(at))) {
    dashes.push(at);
    at += dash[0].length;
  }
  const rest = text.slice(at);
  const key = KEY.exec(rest)?.[1];
  const blank = rest.trim() === '' || rest.startsWith('#');
  return { dashes, indent: at, blank, ...(key && { key }) };
}

/** The place of a caret; line from 0, column in characters. */
export function placeAt(lines: readonly string[], line: number, column: number): Place {
  const before = (lines[line] ?? '').slice(0, column);
  const own = read(before);
  // On an empty line the caret's column says how deep it is.
  const indent = own.blank && own.dashes.length === 0 ? column : own.indent;
  const path = [...above(lines, line, indent, own.dashes), ...own.dashes.map(() => '[]')];
  const present = siblings(lines, line, indent);
  const rest = before.slice(own.indent);
  const key = KEY.exec(rest);
  const value = key ? rest.slice(key[0].length) : rest;
  const flow = inFlow(value, key ? [...path, plain(key[1] ?? '')] : path);
  if (flow) return flow;
  if (key) {
    return {
      path: [...path, plain(key[1] ?? '')],
      wants: 'value',
      typed: value.trimStart(),
      present: [],
    };
  }
  return { path, wants: 'key', typed: rest, present };
}

function plain(key: string): string {
  return key.replace(/^["']|["']$/g, '');
}

/** The keys and entries that enclose what begins at this column. */
function above(
  lines: readonly string[],
  line: number,
  column: number,
  dashes: readonly number[],
): string[] {
  const path: string[] = [];
  let limit = dashes[0] ?? column;
  // A dash may stand right under its key; the key is then at the same column.
  let inclusive = dashes.length > 0;
  for (let i = line - 1; i >= 0 && (limit > 0 || inclusive); i--) {
    const at = read(lines[i] ?? '');
    if (at.blank && at.dashes.length === 0) continue;
    if (
      at.key &&
      at.dashes.length === 0 &&
      (at.indent < limit || (inclusive && at.indent === limit))
    ) {
      path.unshift(plain(at.key));
      limit = at.indent;
      inclusive = false;
      continue;
    }
    const first = at.dashes[0];
    if (first === undefined || first >= limit) continue;
    // What belongs to an entry is deeper than its dash; a key beside the dash encloses what is deeper still.
    const entries = at.dashes.filter((dash) => dash < limit);
    if (at.key && at.indent < limit) path.unshift(plain(at.key));
    path.unshift(...entries.map(() => '[]'));
    limit = first;
    inclusive = true;
  }
  return path;
}

/** The keys around at the same depth, until the map ends. */
function siblings(lines: readonly string[], line: number, indent: number): string[] {
  const keys: string[] = [];
  for (const step of [-1, 1]) {
    for (let i = line + step; i >= 0 && i < lines.length; i += step) {
      const at = read(lines[i] ?? '');
      if (at.blank && at.dashes.length === 0) continue;
      if (at.indent < indent || (step > 0 && at.dashes.length > 0 && at.indent === indent)) break;
      if (at.indent === indent && at.key) keys.push(plain(at.key));
      if (step < 0 && at.dashes.length > 0 && at.indent === indent) break;
    }
  }
  return keys;
}

/** Inside {…} or […] on the line: how deep, and whether a key is wanted. */
function inFlow(text: string, path: readonly string[]): Place | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  const stack: { path: string[]; keys: string[] | null; key?: string | undefined }[] = [];
  let start = 0;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    const top = stack.at(-1);
    if (quote) {
      if (c === quote) quote = '';
      continue;
    }
    if (c === '"' || c === "'") quote = c;
    else if (c === '{' || c === '[') {
      const base = top
        ? [...top.path, ...(top.keys === null ? [] : top.key ? [top.key] : [])]
        : [...path];
      stack.push(c === '{' ? { path: base, keys: [] } : { path: [...base, '[]'], keys: null });
      start = i + 1;
    } else if (c === '}' || c === ']') stack.pop();
    else if (c === ',') {
      start = i + 1;
      if (top) top.key = undefined;
    } else if (c === ':' && top?.keys && !top.key) {
      top.key = plain(text.slice(start, i).trim());
      top.keys.push(top.key);
      start = i + 1;
    }
  }
  const top = stack.at(-1);
  if (!top || quote) return undefined;
  const typed = text.slice(start).trimStart();
  if (top.keys === null) return { path: top.path, wants: 'value', typed, present: [] };
  if (top.key) return { path: [...top.path, top.key], wants: 'value', typed, present: [] };
  return { path: top.path, wants: 'key', typed, present: top.keys };
}
