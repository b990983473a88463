import { escapeLiteral, type Pool } from 'pg';
import type { FunnelStep } from '#contracts/funnels';
import { inTransaction } from '#platform';
import { isUser } from '../journeys/actors.ts';
import { inSnapshot } from '../journeys/journey-store.ts';
import { walkJourneys } from '../journeys/read-journeys.ts';
import { BEHAVIOR_ROWS } from './behavior-rows.ts';
import type { Span } from './behavior-store.ts';
import type { FunnelCount } from './funnel-steps.ts';

const ROWS_AT_ONCE = 20_000;

/**
 * Adds events of known users to a funnel's count, ordered by user, then time; only those that fit a step unless `all`.
 * Memory does not grow with their number. Journeys serve steps that a signature can tell; any other property is only in
 * the rows.
 */
export function addFunnelEvents(
  pool: Pool,
  span: Span,
  funnel: { readonly steps: readonly FunnelStep[]; readonly all: boolean; readonly count: FunnelCount },
): Promise<void> {
  const isPacked = funnel.steps.every(({ property }) => property === undefined || featureOf(property));
  return isPacked ? addFromJourneys(pool, span, funnel) : addFromRows(pool, span, funnel);
}

type Funnel = Parameters<typeof addFunnelEvents>[2];

function addFromJourneys(pool: Pool, span: Span, { steps, all, count }: Funnel): Promise<void> {
  return inSnapshot(pool, async (client) => {
    const { rows } = await client.query<{ key: number; steps: number }>(
      `SELECT signature_key AS key, ${fittingSteps(steps)} AS steps FROM analytics_event_signatures ORDER BY 1`,
    );
    const stepsOf = new Int32Array((rows.at(-1)?.key ?? 0) + 1);
    for (const { key, steps: own } of rows) stepsOf[key] = own;
    await walkJourneys(client, { fromMs: span.from, toMs: span.to }, (journey) => {
      if (!isUser(journey.actor)) return;
      count.nextUser();
      for (let place = journey.from; place < journey.to; place += 1) {
        const at = journey.times[place] as number;
        if (at < span.from || at >= span.to) continue;
        const own = stepsOf[journey.signatures[place] as number] as number;
        if (all || own > 0) count.add(at, own);
      }
    });
  });
}

function addFromRows(pool: Pool, span: Span, { steps, all, count }: Funnel): Promise<void> {
  const instant = (ms: number) => `${escapeLiteral(new Date(ms).toISOString())}::timestamptz`;
  const rows = BEHAVIOR_ROWS.replaceAll('$1', () => instant(span.from)).replaceAll('$2', () =>
    instant(span.to),
  );
  const query = `SELECT user_id, (extract(epoch FROM at) * 1000)::bigint, steps FROM (
      SELECT user_id, at, created_at, id, ${fittingSteps(steps)} AS steps FROM (${rows}) AS rows
    ) AS fitted ${all ? '' : 'WHERE steps > 0'} ORDER BY user_id, at, created_at, id`;
  return inTransaction(pool, async (client) => {
    await client.query(`DECLARE funnel NO SCROLL CURSOR FOR ${query}`);
    let before: string | undefined;
    for (;;) {
      const { rows: some } = await client.query<[string, number, number]>({
        text: `FETCH ${ROWS_AT_ONCE} FROM funnel`,
        rowMode: 'array',
      });
      if (some.length === 0) return;
      for (const [user, at, own] of some) {
        if (user !== before) count.nextUser();
        before = user;
        count.add(at, own);
      }
    }
  });
}

/** The steps a row or a signature fits, as SQL: a number with one bit for each. */
function fittingSteps(steps: readonly FunnelStep[]): string {
  return steps
    .map((step, place) => `CASE WHEN ${conditionOf(step)} THEN ${2 ** place} ELSE 0 END`)
    .join(' + ');
}

function conditionOf({ event_type: type, page, property }: FunnelStep): string {
  const conditions: string[] = [];
  if (type !== undefined) conditions.push(`event_type = ${escapeLiteral(type)}`);
  if (page !== undefined) conditions.push(`page = ${escapeLiteral(page)}`);
  const feature = property && featureOf(property);
  if (feature !== undefined) conditions.push(`feature = ${escapeLiteral(feature)}`);
  else if (property !== undefined)
    conditions.push(
      `properties @> ${escapeLiteral(JSON.stringify({ [property.name]: property.equals }))}::jsonb`,
    );
  return `coalesce(${conditions.join(' AND ')}, false)`;
}

/** The feature asked for, where comparing texts is the same as comparing values: no value that is not text reads like it. */
function featureOf({ name, equals }: NonNullable<FunnelStep['property']>): string | undefined {
  if (name !== 'feature' || typeof equals !== 'string') return undefined;
  try {
    return typeof JSON.parse(equals) === 'string' ? equals : undefined;
  } catch {
    return equals;
  }
}
