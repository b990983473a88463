import type { Pool } from 'pg';
import type { EventTypesAnswer } from '#contracts/user-behavior';
import type { Span } from './behavior-store.ts';

const MOST_TYPES = 200;

/** How often each type of event came, from the quarter-hour rollups. */
export async function readEventTypes(
  pool: Pool,
  { from, to }: Span,
): Promise<EventTypesAnswer['event_types']> {
  const { rows } = await pool.query<{ event_type: string; events: number }>(
    `SELECT event_type, sum(events + behaviors)::float8 AS events FROM analytics_event_rollup_15m
     WHERE bucket >= $1 AND bucket < $2 GROUP BY event_type HAVING sum(events + behaviors) > 0
     ORDER BY events DESC, event_type LIMIT ${MOST_TYPES}`,
    [new Date(from), new Date(to)],
  );
  return rows;
}
