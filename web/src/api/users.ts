import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ActiveUsersAnswer } from '#contracts/active-users';
import type { DashboardAnswer } from '#contracts/dashboards';
import type { FunnelUsersAnswer, FunnelUsersOrder } from '#contracts/funnel-users';
import type { Funnel, FunnelAnswer, FunnelOrderBody } from '#contracts/funnels';
import type { LiveUserListAnswer, LiveUsersAnswer } from '#contracts/live-users';
import type { EventTypesAnswer, UserBehavior } from '#contracts/user-behavior';
import type { ClusterAnalysesAnswer, ClustersAnswer } from '#contracts/user-clusters';
import type { PathsAnswer } from '#contracts/user-paths';
import type { RetentionAnswer } from '#contracts/user-retention';
import { datesOf, type PeriodChoice } from '../format/period.ts';
import { requestJson, withQuery } from './client.ts';
import { LIVE_USERS } from './live-keys.ts';

export const COHORTS = ['day', 'week', 'month'] as const;
export type Cohort = (typeof COHORTS)[number];
export const RETENTIONS = ['fixed', 'rolling'] as const;
export type RetentionKind = (typeof RETENTIONS)[number];

/** Who is there right now. */
export const liveUsersQuery = queryOptions({
  queryKey: [...LIVE_USERS, 'live'],
  queryFn: ({ signal }): Promise<LiveUsersAnswer> => requestJson('/analytics/users/live', { signal }),
});

/** Their names, for keys that may see names. */
export const liveUserListQuery = queryOptions({
  queryKey: [...LIVE_USERS, 'live-list'],
  queryFn: ({ signal }): Promise<LiveUserListAnswer> => requestJson('/analytics/users/live/list', { signal }),
});

/** The period a page asks for. */
export interface AskedPeriod {
  readonly choice: PeriodChoice;
  readonly zone: string;
}

/** The period as the API takes it; one that moves is resolved whenever it is asked, past midnight too. */
export function periodOf({ choice, zone }: AskedPeriod) {
  const { from, to } = datesOf(choice, zone, Date.now());
  return { start_date: from, end_date: to, time_zone: zone };
}

/** Segments, features, journeys and the built-in funnel; those of the usual period are pushed by the live line. */
export function usersQuery(asked: AskedPeriod) {
  const pushed = asked.choice === '30d' && asked.zone === 'UTC';
  return queryOptions({
    queryKey: pushed ? ['dashboard', 'user_analytics'] : [...LIVE_USERS, 'behavior', asked],
    queryFn: async ({ signal }): Promise<UserBehavior> => {
      if (!pushed) return requestJson(withQuery('/analytics/users/behavior', periodOf(asked)), { signal });
      const { data } = await requestJson<DashboardAnswer>('/analytics/dashboards/user_analytics', { signal });
      return data as UserBehavior;
    },
    placeholderData: keepPreviousData,
  });
}

/** Active users of each day, and of the week and month that end with it. */
export function activeUsersQuery(asked: AskedPeriod) {
  return queryOptions({
    queryKey: [...LIVE_USERS, 'active', asked],
    queryFn: ({ signal }): Promise<ActiveUsersAnswer> =>
      requestJson(withQuery('/analytics/users/active', periodOf(asked)), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Of those who came first in a day, week or month, how many were active again. */
export function retentionQuery(asked: AskedPeriod, cohort: Cohort, type: RetentionKind) {
  return queryOptions({
    queryKey: [...LIVE_USERS, 'retention', asked, cohort, type],
    queryFn: ({ signal }): Promise<RetentionAnswer> =>
      requestJson(withQuery('/analytics/users/retention', { cohort, type, ...periodOf(asked) }), { signal }),
    placeholderData: keepPreviousData,
  });
}

const PATHS = 50;

/** The most frequent ways through the pages, of sessions that begin with a page where it is given. */
export function pathsQuery(asked: AskedPeriod, order: { readonly depth: number; readonly start?: string }) {
  const { depth, start } = order;
  return queryOptions({
    queryKey: [...LIVE_USERS, 'paths', asked, depth, start],
    queryFn: ({ signal }): Promise<PathsAnswer> =>
      requestJson(
        withQuery('/analytics/users/paths', { depth, limit: PATHS, start_page: start, ...periodOf(asked) }),
        {
          signal,
        },
      ),
    placeholderData: keepPreviousData,
  });
}

/** How many users take one step after the other. */
export function funnelQuery(asked: AskedPeriod, funnel: FunnelOrderBody) {
  return queryOptions({
    queryKey: [...LIVE_USERS, 'funnel', asked, funnel],
    queryFn: ({ signal }): Promise<FunnelAnswer> =>
      requestJson('/analytics/users/funnel', {
        method: 'POST',
        body: { ...funnel, ...periodOf(asked) },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

export type Outcome = FunnelUsersOrder['outcome'];

/** Which users a step of a funnel has. */
export function funnelUsersQuery(
  asked: AskedPeriod,
  funnel: Funnel,
  page: Pick<FunnelUsersOrder, 'step' | 'outcome' | 'limit'> & { readonly after: string | undefined },
) {
  return queryOptions({
    queryKey: ['funnel-users', asked, funnel, page],
    queryFn: ({ signal }): Promise<FunnelUsersAnswer> =>
      requestJson('/analytics/users/funnel/users', {
        method: 'POST',
        body: { ...funnel, ...page, ...periodOf(asked) },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/** Types of events that came in the period, most frequent first. */
export function eventTypesQuery(asked: AskedPeriod) {
  return queryOptions({
    queryKey: ['event-types', asked],
    queryFn: ({ signal }): Promise<EventTypesAnswer> =>
      requestJson(withQuery('/analytics/users/event-types', periodOf(asked)), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Groups of users who behave alike. Each analysis is stored, so it is not asked again by itself. */
export function clustersQuery(asked: AskedPeriod, clusters: number) {
  return queryOptions({
    queryKey: ['user-clusters', asked, clusters],
    queryFn: ({ signal }): Promise<ClustersAnswer> =>
      requestJson('/analytics/predictions/user-clusters', {
        method: 'POST',
        body: { n_clusters: clusters, ...periodOf(asked) },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

const ANALYSES = 50;

/** Groupings made before, newest first; asked again once there is another. */
export const analysesQuery = queryOptions({
  queryKey: ['user-cluster-analyses'],
  queryFn: ({ signal }): Promise<ClusterAnalysesAnswer> =>
    requestJson(withQuery('/analytics/predictions/user-clusters', { limit: ANALYSES }), { signal }),
});
