import { memo } from 'react';
import type { Column } from './columns.ts';
import { Icon } from './icon.tsx';
import type { TableModel } from './table-model.ts';

interface TableHeadProps<Row> {
  readonly model: TableModel<Row>;
  readonly columns: readonly Column<Row>[];
}

const ARIA = { asc: 'ascending', desc: 'descending', none: 'none' } as const;

/** Column heads that sort: once, the other way, not at all. */
export function TableHead<Row>({ model, columns }: TableHeadProps<Row>) {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const sorting = model.getColumn(column.key);
          const order = sorting?.getIsSorted() || 'none';
          return (
            <th
              key={column.key}
              scope="col"
              aria-sort={ARIA[order]}
              className={`sticky top-0 z-10 border-b border-line bg-surface p-0 text-xs font-normal text-muted ${hiddenWhenNarrow(column)} ${column.className ?? ''}`}
            >
              <button
                type="button"
                onClick={sorting?.getToggleSortingHandler()}
                className={`flex h-8 w-full items-center gap-1 rounded-sm px-2 whitespace-nowrap hover:text-ink ${column.numeric === true ? 'flex-row-reverse' : ''}`}
              >
                {column.title}
                <span className={order === 'none' ? 'invisible' : ''}>
                  <Icon name={order === 'asc' ? 'up' : 'down'} size={12} />
                </span>
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

interface TableRowProps<Row> {
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
}

/** One row. An answer that came again keeps the rows that are the same in it, and those are not rendered again. */
export const TableRow = memo(Cells) as typeof Cells;

function Cells<Row>({ row, columns }: TableRowProps<Row>) {
  return (
    <tr className="group h-8 border-b border-line last:border-0 hover:bg-sunken">
      {columns.map((column) => (
        <td
          key={column.key}
          className={`px-2 py-0.5 whitespace-nowrap ${column.numeric === true ? 'text-right' : ''} ${hiddenWhenNarrow(column)} ${column.className ?? ''}`}
        >
          {column.cell === undefined ? (column.value(row) ?? '—') : column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

function hiddenWhenNarrow<Row>(column: Column<Row>): string {
  return column.wideOnly === true ? 'max-sm:hidden' : '';
}
