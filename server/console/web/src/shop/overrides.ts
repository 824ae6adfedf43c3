/**
 * What a shop changes of the default packs' rules: entries of `overrides` in
 * its own files. They are changed in the YAML as it is written, so that
 * comments and the rest of the file stay.
 */

import type { Severity } from '@huashu/wasm';
import { type Document, isMap, isSeq, parseDocument, YAMLMap } from 'yaml';
import type { Files } from '../api/types';

export interface Override {
  off?: boolean;
  severity?: Severity;
}

/** Where a first override goes. */
export const OVERRIDES_FILE = 'overrides.yaml';

/** The shop's overrides by rule. Files with mistakes are passed over. */
export function readOverrides(files: Files): Map<string, Override> {
  const found = new Map<string, Override>();
  for (const text of Object.values(files)) {
    for (const entry of entries(parseDocument(text))) {
      const { rule, off, severity } = entry.toJSON() as Override & { rule?: string };
      if (rule) {
        found.set(rule, {
          ...(off !== undefined && { off }),
          ...(severity && { severity }),
        });
      }
    }
  }
  return found;
}

/** The files with another override of a rule; an empty one takes it away. */
export function withOverride(files: Files, rule: string, override: Override): Files {
  for (const [name, text] of Object.entries(files)) {
    const document = parseDocument(text);
    const list = document.get('overrides');
    if (!isSeq(list)) continue;
    const at = list.items.findIndex((item) => isMap(item) && item.get('rule') === rule);
    if (at < 0) continue;
    if (isEmpty(override)) {
      list.delete(at);
      if (list.items.length === 0) document.delete('overrides');
      return withFile(files, name, document);
    }
    const item = list.items[at] as YAMLMap;
    for (const key of ['off', 'severity'] as const) {
      if (override[key] === undefined) item.delete(key);
      else item.set(key, override[key]);
    }
    return withFile(files, name, document);
  }
  if (isEmpty(override)) return files;
  const document = parseDocument(files[OVERRIDES_FILE] ?? '');
  const item = document.createNode({ rule, ...override }) as YAMLMap;
  item.flow = true;
  if (isSeq(document.get('overrides'))) document.addIn(['overrides'], item);
  else document.set('overrides', document.createNode([item]));
  return withFile(files, OVERRIDES_FILE, document);
}

function isEmpty({ off, severity }: Override): boolean {
  return off === undefined && severity === undefined;
}

function withFile(files: Files, name: string, document: Document): Files {
  const { [name]: _, ...others } = files;
  const empty = isMap(document.contents) && document.contents.items.length === 0;
  // A file that held nothing but overrides goes with the last of them.
  if (empty && name === OVERRIDES_FILE) return others;
  return { ...others, [name]: empty ? '' : document.toString({ lineWidth: 0 }) };
}

function entries(document: Document): YAMLMap[] {
  const list = isMap(document.contents) ? document.get('overrides') : undefined;
  return isSeq(list) ? list.items.filter((item): item is YAMLMap => item instanceof YAMLMap) : [];
}
