import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#platform';
import { ALARM_SCORE } from './alarm.ts';
import type { Feedback, StreamFinding, StreamState } from './judge-stream.ts';
import {
  DETECTOR_NAME,
  type Stream,
  type StreamKind,
  type StreamValue,
  seriesOf,
  sourceOf,
} from './streams.ts';

/** Up to where a stream is judged. */
export interface Position {
  readonly kind: StreamKind;
  readonly name: string;
  readonly judgedAtMs: number;
}

/** Runs work in a transaction while no other process does the same. */
export function exclusively<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('richesreach.anomalies'))`);
    return work(client);
  });
}

export async function readPositions(pool: Pool): Promise<Map<string, Position>> {
  const { rows } = await pool.query<{ series: string; kind: StreamKind; name: string; judged_at: Date }>(
    'SELECT series, kind, name, judged_at FROM anomaly_streams',
  );
  return new Map(
    rows.map(({ series, kind, name, judged_at }) => [
      series,
      { kind, name, judgedAtMs: judged_at.getTime() },
    ]),
  );
}

/** Names of metrics recorded lately. */
export async function readMetricNames(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT DISTINCT name FROM analytics_metric_rollup_1m ORDER BY name LIMIT 1000',
  );
  return rows.map(({ name }) => name);
}

/** What to read: a metric's or a symbol's values after a time. */
export interface Wanted {
  readonly name: string;
  readonly sinceMs: number;
}

export interface ReadValue {
  readonly stream: Stream;
  readonly value: StreamValue;
}

/** Values of metrics after a time, oldest first, at most `limit`. */
export async function readMetricValues(
  pool: Pool,
  wanted: readonly Wanted[],
  limit: number,
): Promise<ReadValue[]> {
  if (wanted.length === 0) return [];
  const { rows } = await pool.query<{
    name: string;
    labels: Record<string, string>;
    timestamp: Date;
    id: number;
    value: number;
    simulated: boolean;
  }>(
    `SELECT stored.name, stored.labels, stored.timestamp, stored.id, stored.value, stored.simulated
     FROM unnest($1::text[], $2::timestamptz[]) AS wanted(name, since)
     JOIN analytics_metrics AS stored ON stored.name = wanted.name AND stored.timestamp > wanted.since
     WHERE stored.timestamp > $3
     ORDER BY stored.timestamp, stored.id LIMIT $4`,
    [...columnsOf(wanted), limit],
  );
  return rows
    .filter(({ value }) => Number.isFinite(value))
    .map(({ name, labels, timestamp, id, value, simulated }) => ({
      stream: { kind: 'metric', name, labels },
      value: { atMs: timestamp.getTime(), id, judged: value, shown: value, simulated },
    }));
}

/** Changes between quotes of one session, oldest first, at most `limit`. */
export async function readQuoteValues(
  pool: Pool,
  wanted: readonly Wanted[],
  limit: number,
): Promise<ReadValue[]> {
  if (wanted.length === 0) return [];
  const { rows } = await pool.query<{
    symbol: string;
    timestamp: Date;
    id: number;
    price: number;
    before: number;
    simulated: boolean;
  }>(
    `SELECT * FROM (
       SELECT symbol, "timestamp", id, price, simulated, lag(price) OVER (
         PARTITION BY symbol, ("timestamp" AT TIME ZONE 'America/New_York')::date ORDER BY "timestamp", id
       ) AS before
       FROM unnest($1::text[], $2::timestamptz[]) AS wanted(name, since)
       JOIN market_data ON symbol = wanted.name AND "timestamp" >= wanted.since
       WHERE "timestamp" >= $3
     ) AS steps
     WHERE price > 0 AND before > 0 ORDER BY "timestamp", id LIMIT $4`,
    [...columnsOf(wanted), limit],
  );
  return rows.map(({ symbol, timestamp, id, price, before, simulated }) => ({
    stream: { kind: 'quote_return', name: symbol, labels: {} },
    value: { atMs: timestamp.getTime(), id, judged: Math.log(price / before), shown: price, simulated },
  }));
}

function columnsOf(wanted: readonly Wanted[]) {
  const since = wanted.map(({ sinceMs }) => sinceMs);
  return [
    wanted.map(({ name }) => name),
    since.map((ms) => new Date(ms)),
    new Date(Math.min(...since)),
  ] as const;
}

export async function loadStreams(
  client: PoolClient,
  series: readonly string[],
): Promise<Map<string, StreamState>> {
  const { rows } = await client.query<{
    series: string;
    state: Buffer;
    points: number;
    judged_at: Date;
    judged_id: number;
  }>('SELECT series, state, points, judged_at, judged_id FROM anomaly_streams WHERE series = ANY($1)', [
    series,
  ]);
  return new Map(
    rows.map(({ series: key, state, points, judged_at, judged_id }) => [
      key,
      { state: new Uint8Array(state), points, judgedAtMs: judged_at.getTime(), judgedId: judged_id },
    ]),
  );
}

export async function saveStreams(
  client: PoolClient,
  streams: readonly { readonly stream: Stream; readonly state: StreamState }[],
  nowMs: number,
): Promise<void> {
  await client.query(
    `INSERT INTO anomaly_streams (series, source, kind, name, labels, state, points, judged_at, judged_id, updated_at)
     SELECT *, $10::timestamptz FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::bytea[],
       $7::bigint[], $8::timestamptz[], $9::bigint[])
     ON CONFLICT (series) DO UPDATE SET state = excluded.state, points = excluded.points,
       judged_at = excluded.judged_at, judged_id = excluded.judged_id, updated_at = excluded.updated_at`,
    [
      streams.map(({ stream }) => seriesOf(stream)),
      streams.map(({ stream }) => sourceOf(stream)),
      streams.map(({ stream }) => stream.kind),
      streams.map(({ stream }) => stream.name),
      streams.map(({ stream }) => JSON.stringify(stream.labels)),
      streams.map(({ state }) => Buffer.from(state.state)),
      streams.map(({ state }) => state.points),
      streams.map(({ state }) => new Date(state.judgedAtMs)),
      streams.map(({ state }) => state.judgedId),
      new Date(nowMs),
    ],
  );
}

export interface NewAnomaly {
  readonly stream: Stream;
  readonly finding: StreamFinding;
  /** Whether the bus is to hear of it. */
  readonly isNews: boolean;
}

/** A value that was reported before is not reported again. */
export async function insertAnomalies(client: PoolClient, anomalies: readonly NewAnomaly[]): Promise<number> {
  const { rowCount } = await client.query(
    `INSERT INTO anomalies (series, symbol, metric, labels, anomaly_type, detector, threshold, anomaly_score, reason,
       data_point, simulated, "timestamp", value_id, is_told)
     SELECT posted.series, symbol, metric, posted.labels, anomaly_type, $5, $6, (point->>'score')::float8,
       point->>'reason', point - 'score' - 'reason', simulated, at, value_id, NOT is_news
     FROM unnest($1::text[], $2::jsonb[], $3::timestamptz[], $4::bigint[], $7::text[], $8::text[], $9::jsonb[],
       $10::text[], $11::boolean[], $12::boolean[])
       AS posted(series, point, at, value_id, symbol, metric, labels, anomaly_type, simulated, is_news)
     ON CONFLICT (series, "timestamp", value_id) DO NOTHING`,
    [
      anomalies.map(({ stream }) => seriesOf(stream)),
      anomalies.map(({ finding: { value, ...rest } }) =>
        JSON.stringify({ ...rest, value: value.shown, judged: value.judged }),
      ),
      anomalies.map(({ finding }) => new Date(finding.value.atMs)),
      anomalies.map(({ finding }) => finding.value.id),
      DETECTOR_NAME,
      ALARM_SCORE,
      anomalies.map(({ stream }) => (stream.kind === 'metric' ? null : stream.name)),
      anomalies.map(({ stream }) => (stream.kind === 'metric' ? stream.name : null)),
      anomalies.map(({ stream }) => JSON.stringify(stream.labels)),
      anomalies.map(({ stream }) => stream.kind),
      anomalies.map(({ finding }) => finding.value.simulated),
      anomalies.map(({ isNews }) => isNews),
    ],
  );
  return rowCount ?? 0;
}

/** What people said since a detector last learnt, by series. It counts as learnt once the transaction commits. */
export async function takeFeedback(client: PoolClient): Promise<Map<string, Feedback[]>> {
  const { rows } = await client.query<{ series: string; feedback: string; statistics: string[] }>(
    `UPDATE anomalies SET is_feedback_learnt = true WHERE NOT is_feedback_learnt
     RETURNING series, feedback, ARRAY(SELECT jsonb_object_keys(data_point->'surprises')) AS statistics`,
  );
  const bySeries = new Map<string, Feedback[]>();
  for (const { series, feedback, statistics } of rows) {
    const list = bySeries.get(series) ?? [];
    bySeries.set(series, [...list, { statistics, isExpected: feedback === 'expected' }]);
  }
  return bySeries;
}

/** Streams of these series, as they are stored. */
export async function findStreams(client: PoolClient, series: readonly string[]): Promise<Stream[]> {
  const { rows } = await client.query<Stream>(
    'SELECT kind, name, labels FROM anomaly_streams WHERE series = ANY($1)',
    [series],
  );
  return rows;
}

/**
 * Forgets streams that nothing was heard of since a time, the longest silent first, so many at most. Returns their
 * series.
 */
export async function forgetStreams(pool: Pool, beforeMs: number, most: number): Promise<string[]> {
  const { rows } = await pool.query<{ series: string }>(
    `DELETE FROM anomaly_streams WHERE series IN (
       SELECT series FROM anomaly_streams WHERE updated_at < $1 ORDER BY updated_at LIMIT $2
     ) RETURNING series`,
    [new Date(beforeMs), most],
  );
  return rows.map(({ series }) => series);
}
