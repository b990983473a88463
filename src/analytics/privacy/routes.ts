import type { Pool } from 'pg';
import { ErasureAnswer, ErasureParams } from '#contracts/privacy';
import { type Bus, type Clock, defineRoute, type Route, success } from '#platform';
import { eraseUser } from './erasure.ts';

export function privacyRoutes({ pool, clock, bus }: { pool: Pool; clock: Clock; bus: Bus }): Route[] {
  return [
    defineRoute({
      method: 'DELETE',
      path: '/analytics/users/{user_id}',
      scope: 'admin',
      tag: 'analytics',
      summary: 'Forget a user: rows, sessions, sets and sums',
      description:
        'Deletes what was recorded of a user and takes it out of every figure, in one transaction. The record of erasures keeps the SHA-256 of the id. Asking again is harmless and erases nothing more.',
      schemas: { params: ErasureParams, response: ErasureAnswer },
      async handler({ params, principal }): Promise<ErasureAnswer> {
        const nowMs = clock.now();
        const erased = await eraseUser(pool, { userId: params.user_id, requestedBy: principal.id, nowMs });
        // Every figure of any day may have changed.
        bus.publish('analytics.events.committed', { count: 0, days: [] });
        return { ...success(clock), erased };
      },
    }),
  ];
}
