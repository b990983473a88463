import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { count } from '../format/numbers.ts';
import { Button } from './button.tsx';
import type { Rows } from './columns.ts';
import { saveCsv } from './csv.ts';
import { Dialog } from './dialog.tsx';
import { ScrollRegion } from './scroll-region.tsx';
import { TableHead, TableRow } from './table-head.tsx';
import { useTableModel } from './table-model.ts';

const ROW_PX = 32;

interface RowsSheetProps<Row> {
  readonly title: string;
  readonly table: Rows<Row>;
  readonly onClose: () => void;
}

/** The rows behind a figure or a chart: filter, sort, save. Only the rows in sight are in the page. */
export function RowsSheet<Row>({ title, table, onClose }: RowsSheetProps<Row>) {
  const [filter, setFilter] = useState('');
  const model = useTableModel(table, filter);
  const scroller = useRef<HTMLElement>(null);
  const rows = model.getRowModel().rows;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <Dialog title={title} onClose={onClose} shape="side">
      <div className="flex items-center gap-2 border-b border-line px-4 py-2">
        <input
          type="search"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          placeholder="Filter"
          aria-label="Filter rows"
          className="h-8 min-w-0 grow rounded-md border border-line bg-surface px-2.5 placeholder:text-muted"
        />
        <span className="text-xs whitespace-nowrap text-muted" aria-live="polite">
          {count(rows.length)} rows
        </span>
        <Button icon="download" onClick={() => saveCsv(table)}>
          CSV
        </Button>
      </div>
      <ScrollRegion
        ref={scroller}
        label={`${title}, rows`}
        className="min-h-0 grow overflow-auto bg-surface px-2"
      >
        <table className="w-full border-collapse text-sm" aria-rowcount={rows.length + 1}>
          <TableHead model={model} columns={table.columns} />
          <tbody>
            <Gap height={before} />
            {items.map((item) => {
              const row = rows[item.index];
              return row === undefined ? null : (
                <TableRow key={row.id} row={row.original.row} columns={table.columns} />
              );
            })}
            <Gap height={after} />
          </tbody>
        </table>
      </ScrollRegion>
    </Dialog>
  );
}

/** Stands for the rows out of sight, so that the scroll bar is as long as the table. */
function Gap({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return <tr aria-hidden="true" style={{ height }} />;
}
