import type { Pool, PoolClient } from 'pg';
import { DELETED_BEHAVIOR, DELETED_EVENT, type DeletedRow } from '../privacy/erasure-store.ts';

export async function hasSimulated(pool: Pool): Promise<boolean> {
  return isTrue(pool, 'SELECT EXISTS (SELECT FROM analytics_events WHERE simulated) AS it');
}

/** Whether anybody recorded an event or behaviour that is not made up. */
export async function hasReal(pool: Pool): Promise<boolean> {
  return isTrue(
    pool,
    `SELECT EXISTS (SELECT FROM analytics_events WHERE NOT simulated)
       OR EXISTS (SELECT FROM user_behavior WHERE NOT simulated) AS it`,
  );
}

async function isTrue(pool: Pool, text: string): Promise<boolean> {
  const { rows } = await pool.query<{ it: boolean }>(text);
  return rows[0]?.it ?? false;
}

type DeletedOf = DeletedRow & { readonly actor: string | null };

const ACTOR = `coalesce(user_id, '~' || session_id) AS actor`;

export async function deleteSimulated(
  client: PoolClient,
): Promise<{ events: DeletedOf[]; behavior: DeletedOf[] }> {
  const events = await client.query<DeletedOf>(
    `DELETE FROM analytics_events WHERE simulated RETURNING ${DELETED_EVENT}, ${ACTOR}`,
  );
  const behavior = await client.query<DeletedOf>(
    `DELETE FROM user_behavior WHERE simulated RETURNING ${DELETED_BEHAVIOR}, ${ACTOR}`,
  );
  return { events: events.rows, behavior: behavior.rows };
}

/** Which of the actors have rows left. */
export async function actorsWithRows(client: PoolClient, actors: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ actor: string }>(
    `SELECT user_id AS actor FROM analytics_events WHERE user_id = ANY ($1)
     UNION SELECT user_id FROM user_behavior WHERE user_id = ANY ($1)`,
    [actors],
  );
  return [...rows.map(({ actor }) => actor), ...actors.filter((actor) => actor.startsWith('~'))];
}

const ROLLUPS = { analytics_metric_rollup_15m: '15 minutes', analytics_metric_rollup_1m: '1 minute' };

/**
 * Deletes the demo's metrics and makes the rollups of their names again from what is left. The lowest, highest and last
 * value cannot be taken out of a rollup as a sum can. Writers of metrics wait meanwhile. Returns the rows deleted.
 */
export async function deleteDemoMetrics(client: PoolClient): Promise<number> {
  await client.query(`LOCK TABLE ${Object.keys(ROLLUPS).join(', ')} IN SHARE ROW EXCLUSIVE MODE`);
  const { rows } = await client.query<{ name: string; since: Date; count: number }>(
    `WITH gone AS (DELETE FROM analytics_metrics WHERE simulated AND metric_id LIKE 'demo-%' RETURNING name, "timestamp")
     SELECT name, min("timestamp") AS since, count(*)::int AS count FROM gone GROUP BY name`,
  );
  const demo = [rows.map(({ name }) => name), rows.map(({ since }) => since)];
  for (const [table, step] of Object.entries(ROLLUPS)) {
    // Minutes end two days ago, and where there is no bucket none is made.
    const { rows: touched } = await client.query<{ name: string; bucket: Date }>(
      `WITH demo AS (SELECT * FROM unnest($1::text[], $2::timestamptz[]) AS demo(name, since))
       DELETE FROM ${table} AS kept USING demo
       WHERE kept.name = demo.name AND bucket >= demo.since - interval '${step}' RETURNING kept.name, bucket`,
      demo,
    );
    await client.query(
      `INSERT INTO ${table} (name, bucket, shard, samples, total, minimum, maximum, last_value, last_at)
       SELECT name, bucket, -1, count(*), sum(value), min(value), max(value),
         (array_agg(value ORDER BY "timestamp" DESC))[1], max("timestamp")
       FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::timestamptz[]) AS touched(name, bucket)) AS touched
       JOIN analytics_metrics USING (name)
       WHERE "timestamp" >= bucket AND "timestamp" < bucket + interval '${step}'
       GROUP BY name, bucket`,
      [touched.map(({ name }) => name), touched.map(({ bucket }) => bucket)],
    );
  }
  return rows.reduce((sum, { count }) => sum + count, 0);
}
