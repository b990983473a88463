import type { Pool } from 'pg';
import { type Day, dateOf } from './bars.ts';
import type { TrendPoint } from './universe-types.ts';

/** One hour with its range, of the quotes posted in it. */
export interface HourlyPoint extends TrendPoint {
  readonly open: number;
  readonly high: number;
  readonly low: number;
}

interface HourRow {
  hour: Date;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  before: number | null;
}

/**
 * The last `limit` hours of a symbol with quotes in them, newest last, up to the end of the session `asOf`. `date` is
 * the start of the hour in UTC. Quotes carry the session's cumulative volume, so an hour's volume is what it added.
 */
export async function readHourly(
  pool: Pool,
  symbol: string,
  asOf: Day | undefined,
  limit: number,
): Promise<HourlyPoint[]> {
  const { rows } = await pool.query<HourRow>(
    `WITH hours AS (
       SELECT date_bin('1 hour', "timestamp", 'epoch') AS hour,
         (array_agg(price ORDER BY "timestamp", id))[1] AS open, max(price) AS high, min(price) AS low,
         (array_agg(price ORDER BY "timestamp" DESC, id DESC))[1] AS close,
         coalesce(max(volume), 0) AS cumulative
       FROM market_data
       WHERE symbol = $1
         AND ($2::date IS NULL OR "timestamp" < ($2::date + 1)::timestamp AT TIME ZONE 'America/New_York')
       GROUP BY hour ORDER BY hour DESC LIMIT $3 + 1
     )
     SELECT hour, open, high, low, close, lag(close) OVER by_hour AS before,
       greatest(0, cumulative - coalesce(lag(cumulative) OVER by_session, 0)) AS volume
     FROM hours
     WINDOW by_hour AS (ORDER BY hour),
       by_session AS (PARTITION BY (hour AT TIME ZONE 'America/New_York')::date ORDER BY hour)
     ORDER BY hour`,
    [symbol, asOf === undefined ? null : dateOf(asOf), limit],
  );
  return rows.slice(-limit).map(({ hour, before, ...prices }) => ({
    date: hour.toISOString(),
    ...prices,
    changePercent: before === null ? null : 100 * (prices.close / before - 1),
  }));
}
