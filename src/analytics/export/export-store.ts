import type { Readable } from 'node:stream';
import { escapeLiteral, type Pool } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { EXPORTED } from '#contracts/privacy';

export interface ExportOrder {
  readonly what: (typeof EXPORTED)[number];
  readonly fromMs: number;
  readonly toMs: number;
  readonly userId?: string | undefined;
}

const TABLES: Record<ExportOrder['what'], { table: string; columns: readonly string[] }> = {
  events: {
    table: 'analytics_events',
    columns: [
      'event_id',
      'timestamp',
      'event_type',
      'user_id',
      'session_id',
      'amount_usd',
      'properties',
      'context',
      'simulated',
    ],
  },
  'user-behavior': {
    table: 'user_behavior',
    columns: [
      'event_id',
      'timestamp',
      'event_type',
      'user_id',
      'session_id',
      'page',
      'action',
      'duration',
      'properties',
      'simulated',
    ],
  },
  metrics: {
    table: 'analytics_metrics',
    columns: ['metric_id', 'timestamp', 'name', 'value', 'metric_type', 'labels', 'metadata', 'simulated'],
  },
  'market-data': {
    table: 'market_data',
    columns: [
      'timestamp',
      'symbol',
      'price',
      'volume',
      'change',
      'change_percent',
      'high',
      'low',
      'open_price',
      'close_price',
      'simulated',
    ],
  },
};

// A control character can stand in no JSON text, so with it as quote and delimiter COPY passes JSON through as it is.
const FORMATS = {
  csv: 'FORMAT csv, HEADER',
  ndjson: `FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02'`,
} as const;

/** The rows of an order as bytes, straight from PostgreSQL: memory does not grow with their number. */
export async function openExport(
  pool: Pool,
  order: ExportOrder,
  format: keyof typeof FORMATS,
): Promise<Readable> {
  const client = await pool.connect();
  const select = selectOf(order);
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

function selectOf({ what, fromMs, toMs, userId }: ExportOrder): string {
  const { table, columns } = TABLES[what];
  const instant = (ms: number) => escapeLiteral(new Date(ms).toISOString());
  const list = columns.map((name) => (name === 'timestamp' ? TIMESTAMP : `"${name}"`)).join(', ');
  const mine = userId === undefined ? '' : ` AND user_id = ${escapeLiteral(userId)}`;
  return `SELECT ${list} FROM ${table} WHERE "timestamp" >= ${instant(fromMs)} AND "timestamp" < ${instant(toMs)}${mine} ORDER BY ${table}."timestamp"`;
}

const TIMESTAMP = `to_char("timestamp" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "timestamp"`;
