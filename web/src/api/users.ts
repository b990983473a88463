import { keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import type { FunnelAnswer, FunnelOrderBody } from '#contracts/funnels';
import type { UserBehavior } from '#contracts/user-behavior';
import type { RetentionAnswer } from '#contracts/user-retention';
import { requestJson, withQuery } from './client.ts';
import { dashboardQuery } from './dashboard.ts';

/** Everything under this key is asked again when events come in. */
export const LIVE_USERS = ['users'] as const;

export const COHORTS = ['day', 'week', 'month'] as const;
export type Cohort = (typeof COHORTS)[number];
export const RETENTIONS = ['fixed', 'rolling'] as const;
export type RetentionKind = (typeof RETENTIONS)[number];

/** Segments, features, journeys and the built-in funnel of the last 30 days, pushed by the live line. */
export const usersQuery = dashboardQuery<UserBehavior>('user_analytics');

/** Of those who came first in a day, week or month, how many were active again. */
export function retentionQuery(cohort: Cohort, type: RetentionKind) {
  return queryOptions({
    queryKey: [...LIVE_USERS, 'retention', cohort, type],
    queryFn: ({ signal }) =>
      requestJson<RetentionAnswer>(withQuery('/analytics/users/retention', { cohort, type }), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Counts a funnel over the last 30 days. */
export function useFunnel() {
  return useMutation({
    mutationFn: (body: FunnelOrderBody) =>
      requestJson<FunnelAnswer>('/analytics/users/funnel', { method: 'POST', body }),
  });
}
