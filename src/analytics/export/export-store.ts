import type { Readable } from 'node:stream';
import { escapeLiteral, type Pool, type PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type ColumnType, type Exported, TABLES } from './export-tables.ts';

export interface ExportOrder {
  readonly what: Exported;
  readonly fromMs: number;
  readonly toMs: number;
  readonly userId?: string | undefined;
}

// A control character can stand in no JSON text, so with it as quote and delimiter COPY passes JSON through as it is.
const FORMATS = {
  csv: 'FORMAT csv, HEADER',
  ndjson: `FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02'`,
} as const;

/** The rows of an order as text, straight from PostgreSQL: memory does not grow with their number. */
export async function openExport(
  pool: Pool,
  order: ExportOrder,
  format: keyof typeof FORMATS,
): Promise<Readable> {
  const client = await pool.connect();
  const select = selectOf(order, (name, type) => (type === 'timestamp' ? isoTime(name) : `"${name}"`));
  const rows = format === 'csv' ? select : `SELECT row_to_json(exported) FROM (${select}) AS exported`;
  const stream = client.query(copyTo(`COPY (${rows}) TO STDOUT (${FORMATS[format]})`));
  let broken = false;
  stream.once('error', () => {
    broken = true;
  });
  // A reader that goes away leaves a COPY in the middle: that connection is of no further use.
  stream.once('close', () => client.release(broken || !stream.readableEnded));
  return stream;
}

/** One row: text as string, timestamps as milliseconds, money as millionths of a dollar, JSON as its text. */
export type ExportedRow = readonly (string | number | boolean | null)[];

/** The rows of an order a few at a time, through a cursor. */
export async function* readExport(
  pool: Pool,
  order: ExportOrder,
  rowsAtOnce: number,
): AsyncGenerator<ExportedRow[]> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('BEGIN READ ONLY');
    await client.query(`DECLARE exported NO SCROLL CURSOR FOR ${selectOf(order, asPlainValue)}`);
    for (;;) {
      const rows = await fetchRows(client, rowsAtOnce);
      if (rows.length === 0) break;
      yield rows;
    }
    broken = false;
  } finally {
    if (!broken) await client.query('COMMIT');
    client.release(broken);
  }
}

async function fetchRows(client: PoolClient, count: number): Promise<ExportedRow[]> {
  const { rows } = await client.query<(string | number | boolean | null)[]>({
    text: `FETCH ${count} FROM exported`,
    rowMode: 'array',
  });
  return rows;
}

function asPlainValue(name: string, type: ColumnType): string {
  switch (type) {
    case 'timestamp':
      return `(extract(epoch FROM "${name}") * 1000)::bigint`;
    case 'money':
      return `(${name} * 1000000)::bigint`;
    case 'json':
      return `${name}::text`;
    case 'text':
    case 'number':
    case 'boolean':
      return `"${name}"`;
  }
}

function selectOf(
  { what, fromMs, toMs, userId }: ExportOrder,
  expression: (name: string, type: ColumnType) => string,
): string {
  const { table, columns } = TABLES[what];
  const instant = (ms: number) => escapeLiteral(new Date(ms).toISOString());
  const list = Object.entries(columns).map(([name, type]) => `${expression(name, type)} AS "${name}"`);
  const mine = userId === undefined ? '' : ` AND user_id = ${escapeLiteral(userId)}`;
  return `SELECT ${list.join(', ')} FROM ${table} WHERE "timestamp" >= ${instant(fromMs)} AND "timestamp" < ${instant(toMs)}${mine} ORDER BY ${table}."timestamp"`;
}

function isoTime(name: string): string {
  return `to_char("${name}" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
