/** Which rules are shown, and in which order and groups. */
import type { PackRecords, RuleRecord, Severity } from '@huashu/wasm';
import { packTitle, SHIPPED } from '../../shop/pack-names';

export interface Filter {
  words: string;
  severity: Severity | '';
  pack: string;
  state: '' | 'on' | 'off' | 'changed';
}

export const NO_FILTER: Filter = { words: '', severity: '', pack: '', state: '' };

/** A branch of the tree: a pack with its categories, a category with its rules. */
export interface Branch {
  id: string;
  title: string;
  count: number;
  branches: Branch[];
  rules: RuleRecord[];
}

export function matches(
  rule: RuleRecord,
  filter: Filter,
  categories: Map<string, string>,
  changed: boolean,
): boolean {
  if (filter.severity && rule.severity !== filter.severity) return false;
  if (filter.pack && rule.pack !== filter.pack) return false;
  if (filter.state === 'on' && rule.off) return false;
  if (filter.state === 'off' && !rule.off) return false;
  if (filter.state === 'changed' && !changed) return false;
  const hay = [
    ...[rule.id, rule.title, rule.message, rule.why, rule.source],
    categories.get(rule.category) ?? '',
    // The words it looks for, wherever in the match they stand, and its examples.
    JSON.stringify(rule.match),
    ...[...rule.examples.bad, ...rule.examples.good].map(({ text }) => text),
  ];
  return filter.words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.some((text) => text.toLowerCase().includes(word)));
}

/** The shop's own pack first, then those that ship; categories by title. */
export function grow(records: PackRecords, rules: readonly RuleRecord[]): Branch[] {
  const titles = new Map(records.categories.map(({ id, title }) => [id, title]));
  const packs = [...new Set(rules.map((rule) => rule.pack))].sort((a, b) => rank(a) - rank(b));
  return packs.map((pack) => {
    const inPack = rules.filter((rule) => rule.pack === pack);
    const categories = [...new Set(inPack.map((rule) => rule.category))];
    const branches = categories.map((category): Branch => {
      const own = inPack.filter((rule) => rule.category === category);
      const title = titles.get(category) ?? category;
      return { id: `${pack}/${category}`, title, count: own.length, branches: [], rules: own };
    });
    return { id: pack, title: packTitle(pack), count: inPack.length, branches, rules: [] };
  });
}

function rank(pack: string): number {
  return SHIPPED.indexOf(pack);
}
