import { LiveUserListAnswer, LiveUsersAnswer } from '#contracts/live-users';
import { defineRoute, type Route, success } from '#platform';
import { listLiveUsers, readLiveUsers } from './live-users.ts';
import type { BehaviorDeps } from './opened-period.ts';

export function liveRoutes(deps: BehaviorDeps): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/analytics/users/live',
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'Who is there right now: users and unknown visitors of the last 5 minutes',
      description:
        'Counts only, with the last 30 minutes one by one and the pages people are on. Time alone lowers the figures, so ask again every few seconds while somebody looks.',
      schemas: { response: LiveUsersAnswer },
      handler: async (): Promise<LiveUsersAnswer> => ({
        ...success(deps.clock),
        ...(await readLiveUsers(deps)),
      }),
    }),
    defineRoute({
      method: 'GET',
      path: '/analytics/users/live/list',
      scope: 'admin',
      tag: 'analytics',
      summary: 'Which users are there right now, and where',
      description: 'Names people, as the export does, so it takes the same scope.',
      schemas: { response: LiveUserListAnswer },
      handler: async (): Promise<LiveUserListAnswer> => ({
        ...success(deps.clock),
        ...(await listLiveUsers(deps)),
      }),
    }),
  ];
}
