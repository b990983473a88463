import type { Rows } from './columns.ts';
import { TableHead, TableRow } from './table-head.tsx';
import { useTableModel } from './table-model.ts';

interface DataTableProps<Row> extends Rows<Row> {
  readonly caption: string;
  /** What tells a row from the others. */
  readonly rowKey: (row: Row) => string;
}

/** A short table with sortable columns. */
export function DataTable<Row>({ caption, rowKey, ...table }: DataTableProps<Row>) {
  const model = useTableModel(table);
  return (
    <table className="w-full border-collapse text-sm">
      <caption className="sr-only">{caption}</caption>
      <TableHead model={model} columns={table.columns} />
      <tbody>
        {model.getRowModel().rows.map(({ original }) => (
          <TableRow key={rowKey(original.row)} row={original.row} columns={table.columns} />
        ))}
      </tbody>
    </table>
  );
}
