import { FunnelUsersAnswer, FunnelUsersOrder } from '#contracts/funnel-users';
import { FunnelAnswer, FunnelOrderBody } from '#contracts/funnels';
import { defineRoute, type Route, success } from '#platform';
import { readFunnel } from './funnel.ts';
import { listFunnelUsers } from './funnel-users.ts';
import type { BehaviorDeps } from './opened-period.ts';

export function funnelRoutes(deps: BehaviorDeps): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/analytics/users/funnel',
      scope: 'analytics:read',
      readsOnly: true,
      tag: 'analytics',
      summary: 'How many users come from step to step, and how long it takes them',
      description:
        'A breakdown tells the same of each group of users; every user is in one group, so groups add up to the whole.',
      schemas: { body: FunnelOrderBody, response: FunnelAnswer },
      handler: async ({ body }): Promise<FunnelAnswer> => ({
        ...success(deps.clock),
        ...(await readFunnel(deps, body)),
      }),
    }),
    defineRoute({
      method: 'POST',
      path: '/analytics/users/funnel/users',
      scope: 'admin',
      readsOnly: true,
      tag: 'analytics',
      summary: 'Which users came to a step of a funnel, or no further',
      description:
        'Names people, as the export does, so it takes the same scope. Each page counts the funnel again.',
      schemas: { body: FunnelUsersOrder, response: FunnelUsersAnswer },
      handler: async ({ body }): Promise<FunnelUsersAnswer> => ({
        ...success(deps.clock),
        ...(await listFunnelUsers(deps, body)),
      }),
    }),
  ];
}
