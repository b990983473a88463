import { ActiveUsersAnswer } from '#contracts/active-users';
import { BehaviorQuery, EventTypesAnswer, UserBehaviorAnswer } from '#contracts/user-behavior';
import {
  ClusterAnalysesAnswer,
  ClusterAnalysesQuery,
  ClusterOrder,
  ClustersAnswer,
} from '#contracts/user-clusters';
import { PathsAnswer, PathsQuery } from '#contracts/user-paths';
import { RetentionAnswer, RetentionQuery } from '#contracts/user-retention';
import { defineRoute, type Route, success } from '#platform';
import { resolvePeriod } from '../business/period.ts';
import { EVENTS_TAG } from '../business/routes.ts';
import type { Dashboard } from '../dashboards.ts';
import { readActiveUsersByDay } from './active-users.ts';
import { readUserBehavior } from './behavior.ts';
import { type Clusters, listAnalyses } from './clusters.ts';
import { readEventTypes } from './event-type-store.ts';
import { funnelRoutes } from './funnel-routes.ts';
import { liveRoutes } from './live-routes.ts';
import type { BehaviorDeps } from './opened-period.ts';
import { readPaths } from './paths.ts';
import { readRetention } from './retention.ts';

export function behaviorDashboard(deps: BehaviorDeps): Dashboard {
  return {
    type: 'user_analytics',
    title: 'Users',
    description: 'Segments, behaviour, engagement and conversion of the users of the last 30 days',
    tags: [EVENTS_TAG],
    changedBy: ['analytics.events.committed'],
    compute: ({ asOf, settings = {} }) =>
      readUserBehavior(deps, { ...settings, ...(asOf === undefined ? {} : { end_date: asOf }) }),
  };
}

export function behaviorRoutes(deps: BehaviorDeps & { readonly clusters: Clusters }): Route[] {
  return [...overviewRoutes(deps), ...questionRoutes(deps)];
}

/** What there is in a period. */
function overviewRoutes(deps: BehaviorDeps): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/analytics/users/behavior',
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'Segments, behaviour, engagement and conversion of the users of a period',
      schemas: { query: BehaviorQuery, response: UserBehaviorAnswer },
      handler: async ({ query }): Promise<UserBehaviorAnswer> => ({
        ...success(deps.clock),
        ...(await readUserBehavior(deps, query)),
      }),
    }),
    defineRoute({
      method: 'GET',
      path: '/analytics/users/active',
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'Active users of each day, and of the 7 and 30 days that end with it',
      schemas: { query: BehaviorQuery, response: ActiveUsersAnswer },
      handler: async ({ query }): Promise<ActiveUsersAnswer> => ({
        ...success(deps.clock),
        ...(await readActiveUsersByDay(deps, query)),
      }),
    }),
    defineRoute({
      method: 'GET',
      path: '/analytics/users/event-types',
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'The types of events that came in a period, to build funnels of',
      schemas: { query: BehaviorQuery, response: EventTypesAnswer },
      async handler({ query }): Promise<EventTypesAnswer> {
        const period = await resolvePeriod(deps.pool, query, deps.clock.now());
        const types = await readEventTypes(deps.pool, period);
        return { ...success(deps.clock), event_types: types, period: period.wire };
      },
    }),
  ];
}

/** What is asked of it. */
function questionRoutes(deps: BehaviorDeps & { readonly clusters: Clusters }): Route[] {
  return [
    ...funnelRoutes(deps),
    defineRoute({
      method: 'GET',
      path: '/analytics/users/retention',
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'How many users come back, by the day, week or month they were first seen in',
      schemas: { query: RetentionQuery, response: RetentionAnswer },
      handler: async ({ query }): Promise<RetentionAnswer> => ({
        ...success(deps.clock),
        ...(await readRetention(deps, query)),
      }),
    }),
    defineRoute({
      method: 'GET',
      path: '/analytics/users/paths',
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'The most frequent ways of sessions through the pages',
      schemas: { query: PathsQuery, response: PathsAnswer },
      handler: async ({ query }): Promise<PathsAnswer> => ({
        ...success(deps.clock),
        ...(await readPaths(deps, query)),
      }),
    }),
    ...liveRoutes(deps),
    ...clusterRoutes(deps),
  ];
}

function clusterRoutes(deps: BehaviorDeps & { readonly clusters: Clusters }): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/analytics/predictions/user-clusters',
      scope: 'predictions:read',
      tag: 'analytics',
      summary: 'Groups of users who behave alike, stored with the cluster of each user',
      schemas: { body: ClusterOrder, response: ClustersAnswer },
      handler: async ({ body }): Promise<ClustersAnswer> => ({
        ...success(deps.clock),
        ...(await deps.clusters.analyse(body)),
      }),
    }),
    defineRoute({
      method: 'GET',
      path: '/analytics/predictions/user-clusters',
      scope: 'predictions:read',
      tag: 'analytics',
      summary: 'Groupings of users made before, newest first',
      description: 'Each as it was when it was made; they are kept as long as forecasts and anomalies are.',
      schemas: { query: ClusterAnalysesQuery, response: ClusterAnalysesAnswer },
      handler: async ({ query }): Promise<ClusterAnalysesAnswer> => ({
        ...success(deps.clock),
        ...(await listAnalyses(deps, query)),
      }),
    }),
  ];
}
