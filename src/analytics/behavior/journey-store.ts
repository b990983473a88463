import type { Pool } from 'pg';
import type { DropOffPoint, Journey } from '#contracts/user-behavior';
import { BEHAVIOR_ROWS } from './behavior-rows.ts';
import type { Span } from './behavior-store.ts';

const LONGEST_SESSION_MS = 24 * 3_600_000;
const LEAST_VIEWS = 30;

// Sessions are those of analytics_sessions; the views of one that starts in the period may lie after its end.
const STEPS = `
  views AS (
    SELECT actor, at, id, page FROM (${BEHAVIOR_ROWS}) AS rows
    WHERE initiated AND event_type = 'page_view' AND page IS NOT NULL AND actor IS NOT NULL
  ), steps AS MATERIALIZED (
    SELECT actor, started_at, at, id, page, lag(page) OVER journey AS before, lead(page) OVER journey AS after
    FROM analytics_sessions JOIN views USING (actor)
    WHERE started_at >= $1 AND started_at < $3 AND at >= started_at AND at <= last_at
    WINDOW journey AS (PARTITION BY actor, started_at ORDER BY at, id)
  )`;

const PATHS = `
  SELECT path, count(*)::int AS sessions, sum(count(*)) OVER ()::int AS total FROM (
    SELECT array_agg(page ORDER BY place) AS path FROM (
      SELECT actor, started_at, page, row_number() OVER (PARTITION BY actor, started_at ORDER BY at, id) AS place
      FROM steps WHERE before IS DISTINCT FROM page
    ) AS placed WHERE place <= $4 GROUP BY actor, started_at
  ) AS journeys WHERE $6::text IS NULL OR path[1] = $6
  GROUP BY path ORDER BY sessions DESC, path LIMIT $5`;

export interface JourneyOrder {
  /** Pages of a path at most. */
  readonly depth: number;
  /** Paths at most. */
  readonly limit: number;
  /** Only sessions that begin here. */
  readonly startPage?: string | undefined;
}

/** The most frequent ways through the pages, and the pages that sessions most often end on. */
export async function readJourneys(
  pool: Pool,
  { from, to }: Span,
  { depth, limit, startPage }: JourneyOrder,
): Promise<{ journey: Journey; exits: DropOffPoint[] }> {
  const { rows } = await pool.query<{
    paths: { path: string[]; sessions: number; total: number }[] | null;
    exits: DropOffPoint[] | null;
  }>(
    `WITH ${STEPS}, best_paths AS (${PATHS}), drop_offs AS (
       SELECT page, count(*)::int AS views, count(*) FILTER (WHERE after IS NULL)::int AS exits,
         100.0::float8 * count(*) FILTER (WHERE after IS NULL) / count(*) AS exit_rate
       FROM steps GROUP BY page HAVING count(*) >= ${LEAST_VIEWS} ORDER BY exit_rate DESC, views DESC, page LIMIT 10
     )
     SELECT (SELECT json_agg(best_paths) FROM best_paths) AS paths, (SELECT json_agg(drop_offs) FROM drop_offs) AS exits`,
    [new Date(from), new Date(to + LONGEST_SESSION_MS), new Date(to), depth, limit, startPage ?? null],
  );
  const paths = rows[0]?.paths ?? [];
  const sessions = paths[0]?.total ?? 0;
  return {
    journey: {
      sessions,
      top_paths: paths.map(({ path, sessions: own }) => ({
        pages: path,
        sessions: own,
        share: (100 * own) / sessions,
      })),
    },
    exits: rows[0]?.exits ?? [],
  };
}
