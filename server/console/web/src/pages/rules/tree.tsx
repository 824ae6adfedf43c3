/** Packs, categories and rules as a tree: arrows move, Enter opens. */
import type { RuleRecord } from '@huashu/wasm';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Severity } from '../../ui/badge';
import { Icon } from '../../ui/icon';
import type { Branch } from './filter';
import { t } from './texts';

interface Props {
  branches: readonly Branch[];
  /** Id of the rule that is open. */
  open: string | undefined;
  onOpen: (rule: RuleRecord) => void;
  isChanged: (rule: RuleRecord) => boolean;
  /** While something is looked for, all is unfolded. */
  unfold: boolean;
}

type Row =
  | { key: string; level: number; branch: Branch; folded: boolean }
  | { key: string; level: number; rule: RuleRecord };

export function Tree({ branches, open, onOpen, isChanged, unfold }: Props) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => new Set());
  const rows = flatten(branches, unfold ? new Set() : folded);
  const [at, setAt] = useState(open ?? '');
  const focused = rows.some((row) => row.key === at) ? at : rows[0]?.key;
  const list = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the branches may only now hold it
  useEffect(() => {
    const chosen = list.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (!list.current || !chosen) return;
    const { scrollTop, clientHeight } = list.current;
    const above = chosen.offsetTop - scrollTop;
    const seen = above >= 0 && above + chosen.offsetHeight <= clientHeight;
    if (!seen) list.current.scrollTop = chosen.offsetTop - clientHeight / 2;
  }, [open, branches.length]);

  const fold = (id: string, close: boolean) => {
    const next = new Set(folded);
    if (close) next.add(id);
    else next.delete(id);
    setFolded(next);
  };
  const focus = (row: Row | undefined) => {
    if (!row) return;
    setAt(row.key);
    list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(row.key)}"]`)?.focus();
  };
  const act = (row: Row) => {
    setAt(row.key);
    if ('rule' in row) onOpen(row.rule);
    else fold(row.branch.id, !row.folded);
  };
  const onKey = (event: KeyboardEvent) => {
    const i = rows.findIndex((row) => row.key === focused);
    const row = rows[i];
    if (!row) return;
    const isBranch = 'branch' in row;
    const parent = () => rows.slice(0, i).findLast((other) => other.level < row.level);
    const moves: Record<string, () => void> = {
      ArrowDown: () => focus(rows[i + 1]),
      ArrowUp: () => focus(rows[i - 1]),
      Home: () => focus(rows[0]),
      End: () => focus(rows.at(-1)),
      ArrowRight: () => (isBranch && row.folded ? fold(row.branch.id, false) : focus(rows[i + 1])),
      ArrowLeft: () => (isBranch && !row.folded ? fold(row.branch.id, true) : focus(parent())),
      Enter: () => act(row),
      ' ': () => act(row),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };

  return (
    <div class="tree" role="tree" aria-label={t.tree} ref={list} onKeyDown={onKey}>
      {rows.map((row) => (
        <div
          key={row.key}
          data-key={row.key}
          role="treeitem"
          aria-level={row.level}
          tabIndex={row.key === focused ? 0 : -1}
          class={`node level-${row.level}`}
          {...('branch' in row
            ? { 'aria-expanded': !row.folded }
            : { 'aria-selected': row.rule.id === open })}
          onClick={() => act(row)}
          onKeyDown={undefined}
        >
          {'branch' in row ? (
            <>
              <Icon name={row.folded ? 'chevron' : 'down'} size={11} />
              <span class="name">{row.branch.title}</span>
              <span class="number">{row.branch.count}</span>
            </>
          ) : (
            <>
              <Severity of={row.rule.severity} short />
              <span class={row.rule.off ? 'name off' : 'name'}>{row.rule.title}</span>
              {row.rule.off && <span class="tag">{t.off}</span>}
              {isChanged(row.rule) && !row.rule.off && <span class="tag">{t.changed}</span>}
            </>
          )}
        </div>
      ))}
    </div>
  );
}

function flatten(branches: readonly Branch[], folded: ReadonlySet<string>, level = 1): Row[] {
  return branches.flatMap((branch): Row[] => {
    const closed = folded.has(branch.id);
    const row: Row = { key: branch.id, level, branch, folded: closed };
    if (closed) return [row];
    const rules = branch.rules.map((rule): Row => ({ key: rule.id, level: level + 1, rule }));
    return [row, ...flatten(branch.branches, folded, level + 1), ...rules];
  });
}
