import type { Pool } from 'pg';
import type { AnalyticsMeta, Period } from '#contracts/analytics';
import type { ClusterAnalysis, ClusterFigures } from '#contracts/user-clusters';
import { inTransaction } from '#platform';
import type { Span } from './behavior-store.ts';

/** A user's sessions of a period. */
export interface UserFeatures {
  readonly userId: string;
  readonly events: number;
  /** Mean minutes of a session. */
  readonly duration: number;
  readonly pages: number;
  readonly activeDays: number;
}

export async function readUserFeatures(
  pool: Pool,
  { from, to }: Span,
  timeZone: string,
): Promise<UserFeatures[]> {
  const { rows } = await pool.query<UserFeatures>(
    `SELECT user_id AS "userId", sum(events)::int AS events, sum(page_views)::int AS pages,
       (avg(extract(epoch FROM last_at - started_at)) / 60)::float8 AS duration,
       count(DISTINCT (started_at AT TIME ZONE $3)::date)::int AS "activeDays"
     FROM analytics_sessions JOIN analytics_users ON user_id = actor
     WHERE started_at >= $1 AND started_at < $2 GROUP BY user_id ORDER BY user_id`,
    [new Date(from), new Date(to), timeZone],
  );
  return rows;
}

/** An analysis, and the cluster of each user. */
export interface NewAnalysis {
  readonly k: number;
  readonly seed: number;
  readonly silhouette: number;
  readonly silhouetteUsers: number;
  readonly figures: Readonly<Record<string, ClusterFigures>>;
  readonly users: readonly UserFeatures[];
  readonly clusters: Int32Array;
  readonly period: Period;
  readonly meta: Pick<AnalyticsMeta, 'as_of' | 'simulated'>;
}

/** Stores an analysis with the cluster of each user. Returns its id. */
export function saveClusters(pool: Pool, analysis: NewAnalysis): Promise<number> {
  const { k, seed, users, clusters, figures, period, meta } = analysis;
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO cluster_analysis (n_clusters, total_users, silhouette, seed, cluster_analysis,
         start_date, end_date, time_zone, silhouette_users, simulated, "timestamp")
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
      [
        k,
        users.length,
        analysis.silhouette,
        seed,
        JSON.stringify(figures),
        period.start_date,
        period.end_date,
        period.time_zone,
        analysis.silhouetteUsers,
        meta.simulated,
        meta.as_of,
      ],
    );
    const id = Number(rows[0]?.id);
    await client.query(
      `INSERT INTO user_clusters (analysis_id, user_id, cluster, features)
       SELECT $1, own.* FROM unnest($2::text[], $3::integer[], $4::jsonb[]) AS own`,
      [
        id,
        users.map(({ userId }) => userId),
        [...clusters],
        users.map(({ events, duration, pages, activeDays }) =>
          JSON.stringify({ events, duration, pages, active_days: activeDays }),
        ),
      ],
    );
    return id;
  });
}

type AnalysisRow = Omit<ClusterAnalysis, 'computed_at' | 'period'> & {
  readonly computed_at: Date;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly time_zone: string | null;
};

/** The newest analyses, or those directly before one. */
export async function readAnalyses(
  pool: Pool,
  { limit, before }: { readonly limit: number; readonly before: number | undefined },
): Promise<ClusterAnalysis[]> {
  const { rows } = await pool.query<AnalysisRow>(
    `SELECT id AS analysis_id, n_clusters, total_users, cluster_analysis, silhouette, silhouette_users,
       "timestamp" AS computed_at, simulated, start_date, end_date, time_zone
     FROM cluster_analysis WHERE id < coalesce($1, 9223372036854775807) ORDER BY id DESC LIMIT $2`,
    [before ?? null, limit],
  );
  return rows.map(({ computed_at, start_date, end_date, time_zone, ...own }) => ({
    ...own,
    computed_at: computed_at.toISOString(),
    period:
      start_date === null || end_date === null || time_zone === null
        ? null
        : { start_date, end_date, time_zone },
  }));
}
