import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ApiPerformanceAnswer, Performance, SystemPerformanceAnswer } from '#contracts/performance';
import { requestJson, withQuery } from './client.ts';
import { dashboardQuery } from './dashboard.ts';
import { LIVE_PERFORMANCE } from './live-keys.ts';

/** Every figure as it is now, pushed by the live line with each sample. */
export const performanceQuery = dashboardQuery<Performance>('performance');

/** Processor, memory, disk and network over the last hours. */
export function systemQuery(hours: number) {
  return queryOptions({
    queryKey: [...LIVE_PERFORMANCE, 'system', hours],
    queryFn: async ({ signal }) => {
      const path = withQuery('/analytics/performance/system', { hours });
      return (await requestJson<SystemPerformanceAnswer>(path, { signal })).system_performance;
    },
    placeholderData: keepPreviousData,
  });
}

/** Rate, times and errors of the API over the last hours, for each route too. */
export function apiQuery(hours: number) {
  return queryOptions({
    queryKey: [...LIVE_PERFORMANCE, 'api', hours],
    queryFn: async ({ signal }) => {
      const path = withQuery('/analytics/performance/api', { hours });
      return (await requestJson<ApiPerformanceAnswer>(path, { signal })).api_performance;
    },
    placeholderData: keepPreviousData,
  });
}
