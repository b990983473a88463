import type { Pool } from 'pg';
import type { AlertSpan } from '#contracts/annotations';
import type { Wanted } from './wanted.ts';

interface Row extends Omit<AlertSpan, 'source' | 'starts_at' | 'ends_at'> {
  readonly starts_at: Date;
  readonly ends_at: Date | null;
}

/** Alerts as spans from firing to resolved, read where they are: nothing is stored twice. The latest to begin first. */
export async function readAlertSpans(pool: Pool, wanted: Wanted): Promise<AlertSpan[]> {
  const { from, to, tags, dashboard, limit } = wanted;
  const { rows } = await pool.query<Row>(
    `SELECT * FROM (
       SELECT id AS alert_id, title AS text, message, severity, simulated, "timestamp" AS starts_at,
         resolved_at AS ends_at, ARRAY['alert', severity] AS tags,
         ARRAY[CASE WHEN alert_type = 'market_change' OR alert_data ->> 'source' = 'market' THEN 'market_analytics'
           ELSE 'performance' END] AS dashboards
       FROM analytics_alerts
       WHERE ($1::timestamptz IS NULL OR "timestamp" >= $1 OR resolved_at > $1 OR resolved_at IS NULL)
         AND ($2::timestamptz IS NULL OR "timestamp" < $2)
     ) spans
     WHERE tags @> $3::text[] AND ($4::text IS NULL OR $4 = ANY (dashboards))
     ORDER BY starts_at DESC, alert_id DESC LIMIT $5`,
    [from, to, tags, dashboard, limit],
  );
  return rows.map((row) => ({
    source: 'alert',
    ...row,
    starts_at: row.starts_at.toISOString(),
    ends_at: row.ends_at?.toISOString() ?? null,
  }));
}
