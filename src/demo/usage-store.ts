import type { Pool } from 'pg';

/** Whether anything was recorded of anybody, made up or not. */
export async function hasUsage(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ found: boolean }>(
    'SELECT EXISTS (SELECT FROM analytics_events) OR EXISTS (SELECT FROM user_behavior) AS found',
  );
  return rows[0]?.found ?? false;
}
