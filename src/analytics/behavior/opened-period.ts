import type { Pool } from 'pg';
import type { AnalyticsMeta } from '#contracts/analytics';
import type { Clock } from '#platform';
import type { Activity } from '../activity/activity-worker.ts';
import type { UserSet } from '../activity/user-set.ts';
import { sumActivity } from '../business/business-store.ts';
import { metaOf } from '../business/meta.ts';
import { type PeriodAsked, type ResolvedPeriod, resolvePeriod } from '../business/period.ts';
import { readUserSets } from '../business/user-count-store.ts';

export interface BehaviorDeps {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly activity: Activity;
}

/** A period with everything committed derived, the sets of its users, and what the answer says about itself. */
export interface OpenedPeriod {
  readonly period: ResolvedPeriod;
  readonly sets: ReadonlyMap<string, UserSet>;
  readonly meta: AnalyticsMeta;
}

/** Throws `invalid-fields` for dates or zones that make no period. */
export async function openPeriod(
  { pool, clock, activity }: BehaviorDeps,
  query: PeriodAsked,
  answer: {
    readonly kinds?: readonly string[];
    readonly source: string;
    readonly definitions: Readonly<Record<string, string>>;
    /** Where the period was asked for, for problems; the query unless told. */
    readonly where?: string;
  },
): Promise<OpenedPeriod> {
  const nowMs = clock.now();
  const [pending, period] = await Promise.all([
    activity.catchUp(),
    resolvePeriod(pool, query, nowMs, answer.where),
  ]);
  const kinds = ['simulated', ...(answer.kinds ?? [])];
  const [sums, sets] = await Promise.all([
    sumActivity(pool, period.dayStarts),
    readUserSets(pool, kinds, period.from, period.to),
  ]);
  return { period, sets, meta: metaOf({ ...answer, nowMs, pending, activity: sums, sets: [sets] }) };
}
