import type { Pool } from 'pg';

export async function hasEvents(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ found: boolean }>(
    'SELECT EXISTS (SELECT FROM analytics_events) AS found',
  );
  return rows[0]?.found ?? false;
}
