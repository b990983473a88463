import type { ReactNode } from 'react';

/** One column of a table: how to read a cell, how to sort it, how to show it, how to write it to CSV. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** The plain value: sorted by, filtered by, written to CSV. */
  readonly value: (row: Row) => string | number | null;
  readonly cell?: (row: Row) => ReactNode;
  readonly numeric?: boolean;
  /** Hidden below 640 px. */
  readonly wideOnly?: boolean;
  readonly className?: string;
}

/** A table that a panel can show, filter and save. */
export interface Rows<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Of the saved file, without ending. */
  readonly fileName: string;
}
