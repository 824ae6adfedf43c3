/**
 * What differs between two packs, read from their very bytes: rule by rule, and
 * in each the words that came and the words that went.
 */
import type { PackRecords, RuleRecord } from '@huashu/wasm';

/** What changed in one field: leaves of the same name are a set. */
export interface Piece {
  /** Path in the record without numbers: match.terms, examples.bad.text. */
  name: string;
  removed: string[];
  added: string[];
}

export interface Difference {
  op: 'add' | 'change' | 'remove';
  kind: 'rule' | 'class' | 'category' | 'profile' | 'intent';
  id: string;
  title: string;
  /** The rule as it will be, or was if it goes. */
  rule?: RuleRecord;
  /** Of a changed record. */
  pieces: Piece[];
}

/** Kinds of record that an engine can read from a pack; the server tells of all others. */
export const READ: readonly string[] = ['rule', 'class', 'category', 'profile', 'intent'];

type Named = { id: string; title: string; record: object };

function listed(records: PackRecords): [Difference['kind'], Named[]][] {
  const titled = (list: { id: string; title: string }[]) =>
    list.map((record) => ({ id: record.id, title: record.title, record }));
  const classes = records.classes.map((record) => ({
    id: record.name,
    title: record.name,
    record: { words: record.words },
  }));
  return [
    ['rule', titled(records.rules)],
    ['class', classes],
    ['category', titled(records.categories)],
    ['profile', titled(records.profiles)],
    ['intent', titled(records.intents)],
  ];
}

/** Rules first, then as in `READ`; within a kind by id. */
export function compare(before: PackRecords, after: PackRecords): Difference[] {
  const old = new Map(listed(before));
  return listed(after).flatMap(([kind, now]) => {
    const was = new Map((old.get(kind) ?? []).map((named) => [named.id, named]));
    const is = new Map(now.map((named) => [named.id, named]));
    const ids = [...new Set([...was.keys(), ...is.keys()])].sort();
    return ids.flatMap((id): Difference[] => {
      const [from, to] = [was.get(id), is.get(id)];
      const named = to ?? from;
      if (!named) return [];
      const pieces = from && to ? differing(from.record, to.record) : [];
      if (from && to && pieces.length === 0) return [];
      return [
        {
          op: !from ? 'add' : !to ? 'remove' : 'change',
          kind,
          id,
          title: named.title,
          ...(kind === 'rule' && { rule: named.record as RuleRecord }),
          pieces,
        },
      ];
    });
  });
}

function differing(before: object, after: object): Piece[] {
  const [was, is] = [leaves(before), leaves(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    const [from, to] = [was.get(name) ?? [], is.get(name) ?? []];
    const removed = without(from, to);
    const added = without(to, from);
    return removed.length + added.length > 0 ? [{ name, removed, added }] : [];
  });
}

/** All single values of a record by their path. */
function leaves(value: unknown, name = '', into = new Map<string, string[]>()) {
  if (Array.isArray(value)) {
    for (const item of value) leaves(item, name, into);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      leaves(item, name ? `${name}.${key}` : key, into);
    }
  } else if (value !== undefined && value !== null && value !== '') {
    into.set(name, [...(into.get(name) ?? []), String(value)]);
  }
  return into;
}

/** What is in a and not in b, each as often as it is more often there. */
function without(a: readonly string[], b: readonly string[]): string[] {
  const rest = [...b];
  return a.filter((item) => {
    const at = rest.indexOf(item);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}
