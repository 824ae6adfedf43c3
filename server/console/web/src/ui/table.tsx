/** A table of rows, sorted by the column whose head was pressed. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from './icon';
import './table.css';

export interface Column<Row> {
  name: string;
  title: string;
  cell: (row: Row) => ComponentChildren;
  /** By what it can be sorted. */
  by?: (row: Row) => string | number;
  /** Its title is only spoken. */
  untitled?: boolean;
  /** Numbers stand to the right. */
  right?: boolean;
  /** A class on its cells. */
  class?: string;
}

interface Props<Row> {
  /** Spoken, not shown. */
  caption: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  id: (row: Row) => string | number;
  /** Name of a column, with a minus before it for the other way round. */
  sort?: string;
}

export function Table<Row>({ caption, rows, columns, id, sort: first = '' }: Props<Row>) {
  const [sort, setSort] = useState(first);
  const down = sort.startsWith('-');
  const column = columns.find((c) => c.name === sort.replace('-', ''));
  const shown = column?.by
    ? [...rows].sort((a, b) => compare(column.by?.(a), column.by?.(b), down))
    : rows;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where it is wider than its page, the keyboard scrolls it
    <div class="table-wrap" tabIndex={0}>
      <table class="table">
        <caption class="spoken">{caption}</caption>
        <thead>
          <tr>
            {columns.map((c) => {
              const sorted = c === column ? (down ? 'descending' : 'ascending') : 'none';
              return (
                <th
                  key={c.name}
                  scope="col"
                  class={cellClass(c)}
                  {...(c.by ? { 'aria-sort': sorted } : {})}
                >
                  {c.by ? (
                    <button
                      type="button"
                      onClick={() => setSort(sort === c.name ? `-${c.name}` : c.name)}
                    >
                      {c.title}
                      <Icon name="down" size={11} />
                    </button>
                  ) : (
                    <span class={c.untitled ? 'spoken' : ''}>{c.title}</span>
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={id(row)}>
              {columns.map((c) => (
                <td key={c.name} class={cellClass(c)}>
                  {c.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellClass<Row>(column: Column<Row>): string {
  return [column.right && 'right', column.class].filter(Boolean).join(' ');
}

function compare(a: string | number = '', b: string | number = '', down: boolean): number {
  const order =
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
  return down ? -order : order;
}
