import {
  type ColumnDef,
  columnFilteringFeature,
  createFilteredRowModel,
  createSortedRowModel,
  filterFn_includesString,
  globalFilteringFeature,
  type ReactTable,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { Column, Rows } from './columns.ts';

const features = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  rowSortingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
  filterFns: { includesString: filterFn_includesString },
});

type Features = typeof features;
// The library's own rows are objects with string keys; ours are interfaces, so they are wrapped.
interface Wrapped<Row> {
  readonly row: Row;
}
export type TableModel<Row> = ReactTable<Features, Wrapped<Row>>;

/** Sorting and filtering of a table. The columns must be stable between renders. */
export function useTableModel<Row>({ columns, rows }: Rows<Row>, filter = ''): TableModel<Row> {
  const data = useMemo(() => rows.map((row) => ({ row })), [rows]);
  const definitions = useMemo(() => columns.map(definition), [columns]);
  return useTable({
    features,
    columns: definitions,
    data,
    state: { globalFilter: filter },
    globalFilterFn: 'includesString',
    getColumnCanGlobalFilter: () => true,
  });
}

function definition<Row>(column: Column<Row>): ColumnDef<Features, Wrapped<Row>> {
  return {
    id: column.key,
    accessorFn: ({ row }) => column.value(row) ?? undefined,
    sortFn: column.numeric === true ? byNumber : byText,
    sortUndefined: 'last',
    sortDescFirst: column.numeric === true,
  };
}

interface Readable {
  getValue(column: string): unknown;
}

function byNumber(a: Readable, b: Readable, column: string): number {
  return Number(a.getValue(column)) - Number(b.getValue(column));
}

function byText(a: Readable, b: Readable, column: string): number {
  return String(a.getValue(column)).localeCompare(String(b.getValue(column)));
}
