import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { DashboardAnswer } from '#contracts/dashboards';
import { requestJson, withQuery } from './client.ts';

/** The figures of one dashboard. The latest ones also come by the live line, which writes them under the same key. */
export function dashboardQuery<Figures>(type: string, asOf?: string) {
  return queryOptions({
    queryKey: asOf === undefined ? ['dashboard', type] : ['dashboard', type, asOf],
    queryFn: async ({ signal }) => {
      const path = withQuery(`/analytics/dashboards/${type}`, { as_of: asOf });
      return (await requestJson<DashboardAnswer>(path, { signal })).data as Figures;
    },
    placeholderData: keepPreviousData,
  });
}
