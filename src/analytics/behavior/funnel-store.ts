import { escapeLiteral, type Pool } from 'pg';
import type { FunnelStep } from '#contracts/funnels';
import { inTransaction } from '#platform';
import { BEHAVIOR_ROWS } from './behavior-rows.ts';
import type { Span } from './behavior-store.ts';
import type { FunnelEvent } from './funnel-steps.ts';

const ROWS_AT_ONCE = 20_000;

/**
 * Events of known users, ordered by user, then time, a few thousand at a time: memory does not grow with their number.
 * Only those that fit a step unless `all`.
 */
export function walkFunnelEvents(
  pool: Pool,
  span: Span,
  steps: readonly FunnelStep[],
  { all, visit }: { readonly all: boolean; readonly visit: (event: FunnelEvent) => void },
): Promise<void> {
  const fitting = steps.map((step, place) => `CASE WHEN ${conditionOf(step)} THEN ${2 ** place} ELSE 0 END`);
  const instant = (ms: number) => `${escapeLiteral(new Date(ms).toISOString())}::timestamptz`;
  const rows = BEHAVIOR_ROWS.replaceAll('$1', () => instant(span.from)).replaceAll('$2', () =>
    instant(span.to),
  );
  const query = `SELECT user_id, (extract(epoch FROM at) * 1000)::bigint, steps FROM (
      SELECT user_id, at, id, ${fitting.join(' + ')} AS steps FROM (${rows}) AS rows WHERE user_id IS NOT NULL
    ) AS fitted ${all ? '' : 'WHERE steps > 0'} ORDER BY user_id, at, id`;
  return inTransaction(pool, async (client) => {
    await client.query(`DECLARE funnel NO SCROLL CURSOR FOR ${query}`);
    for (;;) {
      const { rows: some } = await client.query<[string, number, number]>({
        text: `FETCH ${ROWS_AT_ONCE} FROM funnel`,
        rowMode: 'array',
      });
      if (some.length === 0) return;
      for (const [user, at, own] of some) visit({ user, at, steps: own });
    }
  });
}

function conditionOf({ event_type: type, page, property }: FunnelStep): string {
  const conditions: string[] = [];
  if (type !== undefined) conditions.push(`event_type = ${escapeLiteral(type)}`);
  if (page !== undefined) conditions.push(`page = ${escapeLiteral(page)}`);
  if (property !== undefined)
    conditions.push(
      `properties @> ${escapeLiteral(JSON.stringify({ [property.name]: property.equals }))}::jsonb`,
    );
  return `coalesce(${conditions.join(' AND ')}, false)`;
}
