import { escapeLiteral, type Pool, type PoolClient } from 'pg';
import type { FunnelBreakdown, FunnelStep } from '#contracts/funnels';
import { inSnapshot } from '../journeys/journey-store.ts';
import { walkJourneys } from '../journeys/read-journeys.ts';
import { BEHAVIOR_ROWS } from './behavior-rows.ts';
import type { Span } from './behavior-store.ts';
import { fittingSteps, needsRows } from './funnel-conditions.ts';
import { type Grouping, openGrouping } from './funnel-grouping.ts';
import { FunnelMarks } from './funnel-marks.ts';
import type { FunnelCount } from './funnel-steps.ts';

const ROWS_AT_ONCE = 20_000;

interface Funnel {
  readonly steps: readonly FunnelStep[];
  /** Whether events that fit no step count as well. */
  readonly all: boolean;
  readonly breakdown?: FunnelBreakdown['by'] | undefined;
  readonly count: FunnelCount;
}

/**
 * Adds events of known users to a funnel's count, ordered by user, then time. Journeys tell what a signature knows; for
 * steps by another property the rows that fit them are looked up, and users whose journeys leave open which event such a row
 * is are read from the rows wholly. Returns the names of the groups by number.
 */
export function addFunnelEvents(pool: Pool, span: Span, funnel: Funnel): Promise<readonly string[]> {
  const { steps, all, count } = funnel;
  return inSnapshot(pool, async (snapshot) => {
    const { client } = snapshot;
    const stepsOf = await stepsOfSignatures(client, steps);
    const grouping = await openGrouping(client, span, funnel.breakdown);
    const marks = await readMarks(client, span, steps);
    const unclear = new Map<number, Int32Array>();
    // A marked event may have any signature, and a strict order needs them all.
    const signatures = all || steps.some(needsRows) ? undefined : wantedOf(stepsOf, grouping);
    await walkJourneys(
      snapshot,
      { fromMs: grouping.fromMs, toMs: span.to, usersOnly: true, signatures },
      (journey) => {
        const groups = grouping.groupsOf(journey);
        const marked = marks.of(journey);
        if (marked === 'unclear') {
          unclear.set(journey.actor, groups);
          return;
        }
        count.nextUser(journey.actor);
        for (let place = journey.from; place < journey.to; place += 1) {
          const at = journey.times[place] as number;
          if (at < span.from || at >= span.to) continue;
          const signature = journey.signatures[place] as number;
          const known = stepsOf[signature] as number;
          const own = marked === undefined ? known : known | (marked[place - journey.from] as number);
          if (all || own > 0) count.add(at, own, groups[signature] as number);
        }
      },
    );
    if (unclear.size > 0) await addFromRows(client, span, funnel, unclear);
    count.finish();
    return grouping.names;
  });
}

const wantedOf = (stepsOf: Int32Array, { wanted }: Grouping): Uint8Array =>
  Uint8Array.from(stepsOf, (steps, key) => (steps > 0 || wanted[key] === 1 ? 1 : 0));

/** By key of signature. */
async function stepsOfSignatures(client: PoolClient, steps: readonly FunnelStep[]): Promise<Int32Array> {
  const { rows } = await client.query<{ key: number; steps: number }>(
    `SELECT signature_key AS key, ${fittingSteps(steps, (step) => !needsRows(step))} AS steps
     FROM analytics_event_signatures ORDER BY 1`,
  );
  const stepsOf = new Int32Array((rows.at(-1)?.key ?? 0) + 1);
  for (const { key, steps: own } of rows) stepsOf[key] = own;
  return stepsOf;
}

async function readMarks(client: PoolClient, span: Span, steps: readonly FunnelStep[]): Promise<FunnelMarks> {
  const marks = new FunnelMarks();
  if (!steps.some(needsRows)) return marks;
  const query = `SELECT user_key, at, steps FROM (
      SELECT user_id, at, ${fittingSteps(steps, needsRows)} AS steps FROM (${rowsOf(span)}) AS rows
    ) AS fitted JOIN analytics_users USING (user_id) WHERE steps > 0 ORDER BY user_key, at`;
  await eachRow(client, query, ([user, at, own]) => marks.add(user, at, own));
  return marks;
}

/** Of signatures that a row may have, any will do: a row's page and feature are theirs. */
async function addFromRows(
  client: PoolClient,
  span: Span,
  { steps, all, count }: Funnel,
  users: ReadonlyMap<number, Int32Array>,
): Promise<void> {
  const query = `SELECT user_key, at, steps, (
      SELECT min(signature_key) FROM analytics_event_signatures AS known WHERE known.event_type = fitted.event_type
        AND known.page IS NOT DISTINCT FROM fitted.page AND known.feature IS NOT DISTINCT FROM fitted.feature
    ) FROM (
      SELECT user_key, at, created_at, id, event_type, page, feature, ${fittingSteps(steps)} AS steps
      FROM (${rowsOf(span)}) AS rows JOIN analytics_users USING (user_id)
      WHERE user_key = ANY ('{${[...users.keys()].join(',')}}')
    ) AS fitted ${all ? '' : 'WHERE steps > 0'} ORDER BY user_key, at, created_at, id`;
  let before: number | undefined;
  await eachRow(client, query, ([user, at, own, signature]) => {
    if (user !== before) count.nextUser(user);
    before = user;
    count.add(at, own, users.get(user)?.[signature] ?? -1);
  });
}

function rowsOf({ from, to }: Span): string {
  const instant = (ms: number) => `${escapeLiteral(new Date(ms).toISOString())}::timestamptz`;
  return BEHAVIOR_ROWS.replaceAll('$1', () => instant(from)).replaceAll('$2', () => instant(to));
}

type FittingRow = [user: number, at: number, steps: number, signature: number];

/** Some thousands at a time: memory does not grow with their number. */
async function eachRow(client: PoolClient, query: string, visit: (row: FittingRow) => void): Promise<void> {
  await client.query(`DECLARE funnel NO SCROLL CURSOR FOR ${query}`);
  for (;;) {
    const { rows } = await client.query<FittingRow>({
      text: `FETCH ${ROWS_AT_ONCE} FROM funnel`,
      rowMode: 'array',
    });
    if (rows.length === 0) break;
    for (const row of rows) visit(row);
  }
  await client.query('CLOSE funnel');
}
