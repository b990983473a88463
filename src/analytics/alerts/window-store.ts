import type { Pool } from 'pg';
import { inBatches } from '#platform';

/** Values of a metric in [sinceMs, untilMs); without an end also those of a clock that is ahead of ours. */
export interface Window {
  readonly metric: string;
  readonly sinceMs: number;
  readonly untilMs: number | null;
}

/** Of a window's values, over all labels. The figures are null where there are none. */
export interface WindowFigures {
  readonly count: number;
  readonly sum: number | null;
  readonly highest: number | null;
  readonly lowest: number | null;
  /** Whether the newest value there is was made up. */
  readonly simulated: boolean;
}

export interface WindowStore {
  readonly window: (window: Window) => Promise<WindowFigures>;
  /** When the newest value was; null where there is none. */
  readonly newest: (metric: string) => Promise<Date | null>;
}

const MINUTE_MS = 60_000;
/** Questions in one query. */
const MOST = 10_000;
const NOTHING: WindowFigures = { count: 0, sum: null, highest: null, lowest: null, simulated: false };

/** What is asked for at one time is read with one query, so that a thousand rules cost little more than one. */
export function createWindowStore(pool: Pool): WindowStore {
  return {
    window: inBatches((windows: readonly Window[]) => readWindows(pool, windows), MOST),
    newest: inBatches((metrics: readonly string[]) => readNewest(pool, metrics), MOST),
  };
}

/** Many rules look at the same window: each is read once. */
async function readWindows(pool: Pool, windows: readonly Window[]): Promise<WindowFigures[]> {
  const keyOf = ({ metric, sinceMs, untilMs }: Window) => `${sinceMs} ${untilMs} ${metric}`;
  const unique = new Map(windows.map((window) => [keyOf(window), window]));
  const rows = await readFigures(pool, [...unique.values()]);
  const found = new Map([...unique.keys()].map((key, place) => [key, rows[place] ?? NOTHING]));
  return windows.map((window) => found.get(keyOf(window)) ?? NOTHING);
}

/** Whole minutes from their rollups, which commit with their rows; the rest from the rows. Exact, and cheap over a day. */
async function readFigures(pool: Pool, windows: readonly Window[]): Promise<WindowFigures[]> {
  const firstMs = windows.map(({ sinceMs }) => Math.ceil(sinceMs / MINUTE_MS) * MINUTE_MS);
  const lastMs = windows.map(({ untilMs }, place) =>
    untilMs === null ? null : Math.max(firstMs[place] ?? 0, Math.floor(untilMs / MINUTE_MS) * MINUTE_MS),
  );
  const { rows } = await pool.query<WindowFigures>(
    `SELECT figures.*, coalesce((
         SELECT simulated FROM analytics_metrics WHERE name = metric ORDER BY "timestamp" DESC LIMIT 1
       ), false) AS simulated
     FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[])
       WITH ORDINALITY AS asked (metric, since, until, first, last, place)
     CROSS JOIN LATERAL (
       SELECT coalesce(sum(samples), 0)::float8 AS count, sum(total) AS sum, max(maximum) AS highest, min(minimum) AS lowest
       FROM (
         SELECT samples, total, maximum, minimum FROM analytics_metric_rollup_1m
         WHERE name = metric AND bucket >= first AND (last IS NULL OR bucket < last)
         UNION ALL
         SELECT 1, value, value, value FROM analytics_metrics
         WHERE name = metric AND "timestamp" >= since AND "timestamp" < least(first, until)
         UNION ALL
         SELECT 1, value, value, value FROM analytics_metrics
         WHERE name = metric AND "timestamp" >= last AND "timestamp" < until
       ) AS parts
     ) AS figures ORDER BY place`,
    [
      windows.map(({ metric }) => metric),
      datesOf(windows.map(({ sinceMs }) => sinceMs)),
      datesOf(windows.map(({ untilMs }) => untilMs)),
      datesOf(firstMs),
      datesOf(lastMs),
    ],
  );
  return rows;
}

function datesOf(times: readonly (number | null)[]): (Date | null)[] {
  return times.map((ms) => (ms === null ? null : new Date(ms)));
}

async function readNewest(pool: Pool, metrics: readonly string[]): Promise<(Date | null)[]> {
  const { rows } = await pool.query<{ at: Date | null }>(
    `SELECT (SELECT "timestamp" FROM analytics_metrics WHERE name = metric ORDER BY "timestamp" DESC LIMIT 1) AS at
     FROM unnest($1::text[]) WITH ORDINALITY AS asked (metric, place) ORDER BY place`,
    [metrics],
  );
  return rows.map(({ at }) => at);
}
