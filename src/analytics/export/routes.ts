import { Readable } from 'node:stream';
import type { Pool } from 'pg';
import { ExportParams, ExportQuery } from '#contracts/privacy';
import { type Clock, DomainError, defineRoute, type Route } from '#platform';
import { type ExportOrder, openExport, readExport } from './export-store.ts';
import { TABLES } from './export-tables.ts';
import { parquetOf } from './parquet.ts';

const CONTENT_TYPES = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
} as const;
const DAY_MS = 86_400_000;
const ROWS_AT_ONCE = 1_000;

export function exportRoutes({ pool, clock }: { pool: Pool; clock: Clock }): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/analytics/export/{what}',
      scope: 'admin',
      tag: 'analytics',
      summary: 'Stored rows as CSV, NDJSON or Parquet, streamed',
      description:
        'Rows in order of time, [from, to); the last 30 days unless told. NDJSON of events can be sent back in. Parquet comes in row groups of at most 20,000.',
      schemas: { params: ExportParams, query: ExportQuery },
      async handler({ params, query, reply }) {
        const format = query.format ?? 'ndjson';
        const toMs = query.to === undefined ? clock.now() + DAY_MS : Date.parse(query.to);
        const fromMs = query.from === undefined ? toMs - 31 * DAY_MS : Date.parse(query.from);
        checkOrder(params.what, fromMs, toMs, query.user_id);
        const rows = await open(pool, { what: params.what, fromMs, toMs, userId: query.user_id }, format);
        return reply
          .header('content-type', CONTENT_TYPES[format])
          .header('content-disposition', `attachment; filename="${params.what}.${format}"`)
          .send(rows);
      },
    }),
  ];
}

function open(
  pool: Pool,
  order: ExportOrder,
  format: keyof typeof CONTENT_TYPES,
): Readable | Promise<Readable> {
  if (format !== 'parquet') return openExport(pool, order, format);
  return Readable.from(parquetOf(TABLES[order.what].columns, readExport(pool, order, ROWS_AT_ONCE)), {
    objectMode: false,
  });
}

function checkOrder(what: string, fromMs: number, toMs: number, userId: string | undefined): void {
  const refuse = (pointer: string, message: string) => {
    throw new DomainError('invalid-fields', `${pointer} ${message}.`, { errors: [{ pointer, message }] });
  };
  if (!(fromMs < toMs)) refuse('/query/from', 'must be before to');
  if (userId !== undefined && !['events', 'user-behavior'].includes(what))
    refuse('/query/user_id', `cannot choose among ${what}, which belong to nobody`);
}
