import type { Pool } from 'pg';
import type { ConditionOf } from '#contracts/alerts';
import { LATENCY_BOUNDS_MS } from '../performance/request-meter.ts';
import type { Served } from './judge.ts';
import { createWindowStore, type WindowFigures, type WindowStore } from './window-store.ts';

/** What alert rules look at. Figures are null where a window is empty. */
export interface Observations {
  aggregate(condition: ConditionOf<'threshold'>, nowMs: number): Promise<Seen>;
  /** Percent from the mean of the window before to the mean of the last one. */
  change(condition: ConditionOf<'change'>, nowMs: number): Promise<Seen>;
  /** Since the newest value. */
  silentSeconds(metric: string, nowMs: number): Promise<number | null>;
  /** Answers of our own API over so many minutes. */
  served(objective: Objective, minutes: number, nowMs: number): Promise<Served>;
}

export interface ObservationStore extends Observations {
  /** Recorded names that are most like this one; it is the first where it is recorded itself. */
  similarNames(metric: string): Promise<string[]>;
}

export type Objective = ConditionOf<'burn_rate'>['objective'];

/** Where observations come from: what is stored now, or as it was at a moment of the past. */
export interface ObservationSource extends WindowStore, Pick<Observations, 'served'> {}

export interface Seen {
  readonly value: number | null;
  readonly simulated: boolean;
}

/** Answers slower than this count against the latency objective. */
const GOOD_MS = 200;
/** JSON arrays in PostgreSQL count from 0. */
const GOOD_BUCKETS = LATENCY_BOUNDS_MS.filter((bound) => bound <= GOOD_MS).length;

/** SQL for the good answers of a row of `api_requests`. */
export function goodAnswers(objective: Objective): string {
  return objective === 'availability'
    ? `value - (metadata ->> 'errors')::float8`
    : `(SELECT sum(bucket::float8) FROM json_array_elements_text((metadata ->> 'histogram')::json)
        WITH ORDINALITY AS buckets(bucket, place) WHERE place <= ${GOOD_BUCKETS})`;
}

export function observationsOf({ window, newest, served }: ObservationSource): Observations {
  return {
    async aggregate({ metric, aggregate, comparison, window_seconds: seconds }, nowMs) {
      const found = await window({ metric, sinceMs: nowMs - seconds * 1_000, untilMs: null });
      const { count, sum, simulated } = found;
      const worst = comparison === 'above' ? found.highest : found.lowest;
      return { value: { worst, mean: meanOf(found), sum, count }[aggregate], simulated };
    },
    async change({ metric, window_seconds: seconds }, nowMs) {
      const middleMs = nowMs - seconds * 1_000;
      const [now, before] = await Promise.all([
        window({ metric, sinceMs: middleMs, untilMs: null }),
        window({ metric, sinceMs: middleMs - seconds * 1_000, untilMs: middleMs }),
      ]);
      const [later, earlier] = [meanOf(now), meanOf(before)];
      const isKnown = later !== null && earlier !== null && earlier !== 0;
      const value = isKnown ? (100 * (later - earlier)) / Math.abs(earlier) : null;
      return { value, simulated: now.simulated };
    },
    async silentSeconds(metric, nowMs) {
      const at = await newest(metric);
      return at === null ? null : Math.max(nowMs - at.getTime(), 0) / 1_000;
    },
    served,
  };
}

export function createObservationStore(pool: Pool): ObservationStore {
  const observations = observationsOf({
    ...createWindowStore(pool),
    async served(objective, minutes, nowMs) {
      const { rows } = await pool.query<Served>(
        `SELECT coalesce(sum(value), 0)::float8 AS all, coalesce(sum(${goodAnswers(objective)}), 0)::float8 AS good
         FROM analytics_metrics
         WHERE name = 'api_requests' AND NOT simulated AND "timestamp" > $1 AND "timestamp" <= $2`,
        span(nowMs, minutes * 60),
      );
      return rows[0] ?? { all: 0, good: 0 };
    },
  });
  return {
    ...observations,
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

function meanOf({ sum, count }: WindowFigures): number | null {
  return sum === null ? null : sum / count;
}

function span(nowMs: number, seconds: number): [Date, Date] {
  return [new Date(nowMs - seconds * 1_000), new Date(nowMs)];
}
