import type { Pool } from 'pg';
import type { ClusterFigures } from '#contracts/user-clusters';
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

/** Stores an analysis with the cluster of each user. Returns its id. */
export function saveClusters(
  pool: Pool,
  analysis: {
    readonly k: number;
    readonly seed: number;
    readonly silhouette: number;
    readonly figures: Readonly<Record<string, ClusterFigures>>;
    readonly users: readonly UserFeatures[];
    readonly clusters: Int32Array;
  },
): Promise<number> {
  const { k, seed, users, clusters, figures } = analysis;
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO cluster_analysis (n_clusters, total_users, silhouette, seed, cluster_analysis)
       VALUES ($1, $2, $3, $4, $5) RETURNING id`,
      [k, users.length, analysis.silhouette, seed, JSON.stringify(figures)],
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
