import type { AnalyticsMeta } from '#contracts/analytics';
import type { UserSet } from '../activity/user-set.ts';
import type { ActivitySums } from './business-store.ts';

/** What an answer made of stored events says about itself; `sets` are the sets of users it was made of. */
export function metaOf(facts: {
  readonly nowMs: number;
  readonly pending: number;
  readonly source: string;
  readonly activity: Pick<ActivitySums, 'firstAt' | 'lastAt'>;
  readonly sets: readonly ReadonlyMap<string, UserSet>[];
  readonly definitions: Readonly<Record<string, string>>;
}): AnalyticsMeta {
  return {
    as_of: new Date(facts.nowMs).toISOString(),
    stale: facts.pending > 0,
    source: facts.source,
    simulated: facts.sets.some((kinds) => (kinds.get('simulated')?.size ?? 0) > 0),
    coverage: {
      first_event: facts.activity.firstAt?.toISOString() ?? null,
      last_event: facts.activity.lastAt?.toISOString() ?? null,
      pending_events: facts.pending,
    },
    definitions: facts.definitions,
  };
}
