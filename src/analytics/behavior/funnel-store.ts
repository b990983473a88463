import type { Pool, PoolClient } from 'pg';
import type { FunnelBreakdown, FunnelStep } from '#contracts/funnels';
import { WANTED } from '../journeys/journeys.ts';
import { inSnapshot } from '../journeys/part-store.ts';
import { walkJourneys } from '../journeys/read-journeys.ts';
import type { Span } from './behavior-store.ts';
import { fittingSteps } from './funnel-conditions.ts';
import { type Grouping, openGrouping } from './funnel-grouping.ts';
import { propertiesOf } from './funnel-properties.ts';
import type { FunnelCount } from './funnel-steps.ts';

interface Funnel {
  readonly steps: readonly FunnelStep[];
  /** Whether events that fit no step count as well. */
  readonly all: boolean;
  readonly breakdown?: FunnelBreakdown['by'] | undefined;
  readonly count: FunnelCount;
}

/** Adds events of known users to a funnel's count, ordered by user, then time. Returns the names of the groups by number. */
export function addFunnelEvents(
  pool: Pool,
  { from, to }: Span,
  { steps, all, breakdown, count }: Funnel,
): Promise<readonly string[]> {
  return inSnapshot(pool, async (snapshot) => {
    const stepsOf = await stepsOfSignatures(snapshot.client, steps);
    const grouping = await openGrouping(snapshot.client, { from, to }, breakdown);
    const { names: properties, unconditional, marksOf } = propertiesOf(steps);
    // A strict order needs them all.
    const signatures = all ? undefined : wantedOf(stepsOf, unconditional, grouping);
    const wanted = { fromMs: grouping.fromMs, toMs: to, usersOnly: true, signatures, properties, marksOf };
    await walkJourneys(snapshot, wanted, (journey) => {
      const groups = grouping.groupsOf(journey);
      count.nextUser(journey.actor);
      for (let place = journey.from; place < journey.to; place += 1) {
        const at = journey.times[place] as number;
        if (at < from || at >= to) continue;
        const signature = journey.signatures[place] as number;
        const own = (stepsOf[signature] as number) & (unconditional | (journey.marks[place] as number));
        if (all || own > 0) count.add(at, own, groups[signature] as number);
      }
    });
    count.finish();
    return grouping.names;
  });
}

/** Of a signature that fits steps by properties only, the events that have one of them. */
function wantedOf(stepsOf: Int32Array, unconditional: number, { wanted }: Grouping): Uint8Array {
  return Uint8Array.from(stepsOf, (steps, key) => {
    if ((steps & unconditional) > 0 || wanted[key] === WANTED.all) return WANTED.all;
    return steps > 0 ? WANTED.marked : WANTED.none;
  });
}

/** By key of signature. */
async function stepsOfSignatures(client: PoolClient, steps: readonly FunnelStep[]): Promise<Int32Array> {
  const { rows } = await client.query<{ key: number; steps: number }>(
    `SELECT signature_key AS key, ${fittingSteps(steps)} AS steps FROM analytics_event_signatures ORDER BY 1`,
  );
  const stepsOf = new Int32Array((rows.at(-1)?.key ?? 0) + 1);
  for (const { key, steps: own } of rows) stepsOf[key] = own;
  return stepsOf;
}
