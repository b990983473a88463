import type { Pool } from 'pg';

/** A metric's values, oldest first, all of one set of labels. */
export interface MetricSeries {
  readonly labels: Record<string, string>;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  readonly simulated: boolean;
}

const MOST_LABELS = 6;

/** The sets of labels that a metric was recorded with, a few of them; those that hold the given labels. */
export async function readLabelSets(
  pool: Pool,
  metric: string,
  labels: Readonly<Record<string, string>>,
): Promise<Record<string, string>[]> {
  const { rows } = await pool.query<{ labels: Record<string, string> }>(
    `SELECT DISTINCT labels FROM analytics_metrics WHERE name = $1 AND labels @> $2::jsonb ORDER BY labels LIMIT $3`,
    [metric, JSON.stringify(labels), MOST_LABELS],
  );
  return rows.map((row) => row.labels);
}

interface Row {
  readonly at: Date;
  readonly id: number;
  readonly value: number;
  readonly simulated: boolean;
}

/** Pages are small, so that the event loop has its turn between them. */
const ROWS_A_PAGE = 10_000;

/** The newest `limit` finite values. */
export async function readMetricSeries(
  pool: Pool,
  metric: string,
  labels: Readonly<Record<string, string>>,
  limit: number,
): Promise<MetricSeries> {
  const timesMs: number[] = [];
  const values: number[] = [];
  let simulated = false;
  let before: Pick<Row, 'at' | 'id'> | undefined;
  do {
    const rows = await readPage(pool, metric, labels, before, Math.min(ROWS_A_PAGE, limit - values.length));
    for (const row of rows) {
      timesMs.push(row.at.getTime());
      values.push(row.value);
      simulated ||= row.simulated;
    }
    before = rows.length < ROWS_A_PAGE || values.length >= limit ? undefined : rows.at(-1);
  } while (before !== undefined);
  return {
    labels: { ...labels },
    timesMs: Float64Array.from(timesMs).toReversed(),
    values: Float64Array.from(values).toReversed(),
    simulated,
  };
}

/** Finite values before a row, newest first. */
async function readPage(
  pool: Pool,
  metric: string,
  labels: Readonly<Record<string, string>>,
  before: Pick<Row, 'at' | 'id'> | undefined,
  limit: number,
): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `SELECT "timestamp" AS at, id, value, simulated FROM analytics_metrics
     WHERE name = $1 AND labels = $2::jsonb AND value > '-Infinity' AND value < 'Infinity'
       AND ("timestamp", id) < ($3::timestamptz, $4::bigint)
     ORDER BY "timestamp" DESC, id DESC LIMIT $5`,
    [metric, JSON.stringify(labels), before?.at ?? 'infinity', before?.id ?? 0, limit],
  );
  return rows;
}
