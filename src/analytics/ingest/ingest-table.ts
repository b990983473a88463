import type { Identified } from './rows.ts';

/** Rows of one commit have ids batch × BATCH_ROWS + place. */
export const BATCH_ROWS = 16_384;

export interface Column<Row> {
  readonly name: string;
  readonly type: 'text' | 'timestamptz' | 'numeric' | 'double precision' | 'jsonb' | 'boolean';
  of(row: Row): string | null;
}

export interface Batch {
  readonly number: number;
  readonly shard: number;
  readonly nowMs: number;
}

/** A table that takes rows in batches: its columns, and what is brought up to date in the same transaction. */
export interface IngestTable<Row extends Identified> {
  readonly name: 'analytics_events' | 'user_behavior' | 'analytics_metrics';
  /** Identity first: (id column, timestamp). */
  readonly columns: readonly [Column<Row>, Column<Row>, ...Column<Row>[]];
  derive(rows: readonly Row[], batch: Batch): string[];
}

export const instantText = (at: number): string => new Date(at).toISOString();

/** The queue row from which users, sessions and bitmaps are derived after the commit. */
export function enqueueSql(kind: 'events' | 'behavior', rows: readonly Identified[], batch: Batch): string {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { at } of rows) {
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  return `INSERT INTO analytics_batches (batch, kind, row_count, first_at, last_at)
    VALUES (${batch.number}, '${kind}', ${rows.length}, '${instantText(first)}', '${instantText(last)}')`;
}
