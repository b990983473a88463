import type { Pool } from 'pg';

/** Whether anything was recorded of anybody, made up or not. */
export async function hasUsage(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ found: boolean }>(
    'SELECT EXISTS (SELECT FROM analytics_events) OR EXISTS (SELECT FROM user_behavior) AS found',
  );
  return rows[0]?.found ?? false;
}

/** Whether anything was recorded of anybody that is not made up. */
export async function hasRealUsage(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM analytics_events WHERE NOT simulated)
       OR EXISTS (SELECT FROM user_behavior WHERE NOT simulated) AS found`,
  );
  return rows[0]?.found ?? false;
}
