import type { Pool } from 'pg';
import type { ConditionOf } from '#contracts/alerts';
import { LATENCY_BOUNDS_MS } from '../performance/request-meter.ts';
import type { Served } from './judge.ts';

/** What alert rules look at. Figures are null where a window is empty. */
export interface ObservationStore {
  aggregate(condition: ConditionOf<'threshold'>, nowMs: number): Promise<Seen>;
  /** Percent from the mean of the window before to the mean of the last one. */
  change(condition: ConditionOf<'change'>, nowMs: number): Promise<Seen>;
  /** Since the newest value. */
  silentSeconds(metric: string, nowMs: number): Promise<number | null>;
  /** Answers of our own API over so many minutes. */
  served(objective: 'availability' | 'latency', minutes: number, nowMs: number): Promise<Served>;
  /** Recorded names that are most like this one; it is the first where it is recorded itself. */
  similarNames(metric: string): Promise<string[]>;
}

export interface Seen {
  readonly value: number | null;
  readonly simulated: boolean;
}

/** Answers slower than this count against the latency objective. */
const GOOD_MS = 200;
/** JSON arrays in PostgreSQL count from 0. */
const GOOD_BUCKETS = LATENCY_BOUNDS_MS.filter((bound) => bound <= GOOD_MS).length;

export function createObservationStore(pool: Pool): ObservationStore {
  return {
    async aggregate({ metric, aggregate, comparison, window_seconds }, nowMs) {
      const worst = comparison === 'above' ? 'max' : 'min';
      const called = { worst, mean: 'avg', sum: 'sum', count: 'count' }[aggregate];
      const { rows } = await pool.query<Seen>(
        `SELECT CASE WHEN count(*) > 0 OR '${called}' = 'count' THEN ${called}(value)::float8 END AS value,
           coalesce(bool_or(simulated), false) AS simulated
         FROM analytics_metrics WHERE name = $1 AND "timestamp" > $2 AND "timestamp" <= $3`,
        [metric, ...span(nowMs, window_seconds)],
      );
      return rows[0] ?? { value: null, simulated: false };
    },
    async change({ metric, window_seconds }, nowMs) {
      const { rows } = await pool.query<Seen>(
        `SELECT 100 * (now - before) / nullif(abs(before), 0) AS value, simulated FROM (
           SELECT avg(value) FILTER (WHERE "timestamp" > $4) AS now, avg(value) FILTER (WHERE "timestamp" <= $4) AS before,
             coalesce(bool_or(simulated), false) AS simulated
           FROM analytics_metrics WHERE name = $1 AND "timestamp" > $2 AND "timestamp" <= $3
         ) AS windows`,
        [metric, ...span(nowMs, 2 * window_seconds), new Date(nowMs - window_seconds * 1_000)],
      );
      return rows[0] ?? { value: null, simulated: false };
    },
    async silentSeconds(metric, nowMs) {
      const { rows } = await pool.query<{ at: Date }>(
        'SELECT "timestamp" AS at FROM analytics_metrics WHERE name = $1 ORDER BY "timestamp" DESC LIMIT 1',
        [metric],
      );
      const at = rows[0]?.at;
      return at === undefined ? null : Math.max(nowMs - at.getTime(), 0) / 1_000;
    },
    async served(objective, minutes, nowMs) {
      const good =
        objective === 'availability'
          ? `value - (metadata ->> 'errors')::float8`
          : `(SELECT sum(bucket::float8) FROM json_array_elements_text((metadata ->> 'histogram')::json)
              WITH ORDINALITY AS buckets(bucket, place) WHERE place <= ${GOOD_BUCKETS})`;
      const { rows } = await pool.query<Served>(
        `SELECT coalesce(sum(value), 0)::float8 AS all, coalesce(sum(${good}), 0)::float8 AS good FROM analytics_metrics
         WHERE name = 'api_requests' AND NOT simulated AND "timestamp" > $1 AND "timestamp" <= $2`,
        span(nowMs, minutes * 60),
      );
      return rows[0] ?? { all: 0, good: 0 };
    },
    async similarNames(metric) {
      const { rows } = await pool.query<{ name: string }>(
        `SELECT name FROM (SELECT DISTINCT name FROM analytics_metric_rollup_15m) AS names
         ORDER BY name = $1 DESC, starts_with(name, left($1, 3)) DESC, abs(length(name) - length($1)), name LIMIT 5`,
        [metric],
      );
      return rows.map(({ name }) => name);
    },
  };
}

function span(nowMs: number, seconds: number): [Date, Date] {
  return [new Date(nowMs - seconds * 1_000), new Date(nowMs)];
}
