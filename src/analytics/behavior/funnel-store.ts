import { escapeLiteral, type Pool, type PoolClient } from 'pg';
import type { FunnelStep } from '#contracts/funnels';
import { inSnapshot } from '../journeys/journey-store.ts';
import { walkJourneys } from '../journeys/read-journeys.ts';
import { BEHAVIOR_ROWS } from './behavior-rows.ts';
import type { Span } from './behavior-store.ts';
import { fittingSteps, needsRows } from './funnel-conditions.ts';
import { FunnelMarks } from './funnel-marks.ts';
import type { FunnelCount } from './funnel-steps.ts';

const ROWS_AT_ONCE = 20_000;

interface Funnel {
  readonly steps: readonly FunnelStep[];
  /** Whether events that fit no step count as well. */
  readonly all: boolean;
  readonly count: FunnelCount;
}

/**
 * Adds events of known users to a funnel's count, ordered by user, then time. Journeys tell what a signature knows; for
 * steps by another property the rows that fit them are looked up, and users whose journeys leave open which event such a row
 * is are read from the rows wholly.
 */
export function addFunnelEvents(pool: Pool, span: Span, funnel: Funnel): Promise<void> {
  const { steps, all, count } = funnel;
  return inSnapshot(pool, async (snapshot) => {
    const { client } = snapshot;
    const stepsOf = await stepsOfSignatures(client, steps);
    const marks = await readMarks(client, span, steps);
    const unclear: number[] = [];
    // A marked event may have any signature, and a strict order needs them all.
    const signatures = all || steps.some(needsRows) ? undefined : Uint8Array.from(stepsOf, Math.sign);
    await walkJourneys(
      snapshot,
      { fromMs: span.from, toMs: span.to, usersOnly: true, signatures },
      (journey) => {
        const marked = marks.of(journey);
        if (marked === 'unclear') {
          unclear.push(journey.actor);
          return;
        }
        count.nextUser();
        for (let place = journey.from; place < journey.to; place += 1) {
          const at = journey.times[place] as number;
          if (at < span.from || at >= span.to) continue;
          const known = stepsOf[journey.signatures[place] as number] as number;
          const own = marked === undefined ? known : known | (marked[place - journey.from] as number);
          if (all || own > 0) count.add(at, own);
        }
      },
    );
    if (unclear.length > 0) await addFromRows(client, span, funnel, unclear);
  });
}

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
  await eachRow(client, query, (row) => marks.add(...row));
  return marks;
}

async function addFromRows(
  client: PoolClient,
  span: Span,
  { steps, all, count }: Funnel,
  users: readonly number[],
): Promise<void> {
  const query = `SELECT user_key, at, steps FROM (
      SELECT user_key, at, created_at, id, ${fittingSteps(steps)} AS steps
      FROM (${rowsOf(span)}) AS rows JOIN analytics_users USING (user_id) WHERE user_key = ANY ('{${users.join(',')}}')
    ) AS fitted ${all ? '' : 'WHERE steps > 0'} ORDER BY user_key, at, created_at, id`;
  let before: number | undefined;
  await eachRow(client, query, ([user, at, own]) => {
    if (user !== before) count.nextUser();
    before = user;
    count.add(at, own);
  });
}

function rowsOf({ from, to }: Span): string {
  const instant = (ms: number) => `${escapeLiteral(new Date(ms).toISOString())}::timestamptz`;
  return BEHAVIOR_ROWS.replaceAll('$1', () => instant(from)).replaceAll('$2', () => instant(to));
}

type FittingRow = [user: number, at: number, steps: number];

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
