import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { BusinessIntelligence, RevenueAnswer, UsersAnswer } from '#contracts/analytics';
import { type DateRange, datesOf, neighbour, type PeriodChoice } from '../format/period.ts';
import { requestJson, withQuery } from './client.ts';
import { dashboardQuery } from './dashboard.ts';
import { LIVE_BUSINESS } from './live-keys.ts';

/** What the page shows of the business, all of one moment. */
export interface Business {
  readonly revenue: RevenueAnswer;
  readonly users: UsersAnswer;
  /** As many days directly before, where they are compared. */
  readonly before: { readonly revenue: RevenueAnswer; readonly users: UsersAnswer } | null;
}

/** Revenue, users and engagement of a period; one that moves is resolved whenever it is asked, past midnight too. */
export function businessQuery(choice: PeriodChoice, zone: string, compared: boolean) {
  return queryOptions({
    queryKey: [...LIVE_BUSINESS, choice, zone, compared],
    queryFn: async ({ signal }): Promise<Business> => {
      const dates = datesOf(choice, zone, Date.now());
      const [now, before] = await Promise.all([
        requestFigures(dates, zone, signal),
        compared ? requestFigures(neighbour(dates, -1), zone, signal) : null,
      ]);
      return { ...now, before };
    },
    placeholderData: keepPreviousData,
  });
}

/** Portfolio and trading figures, which the dashboard alone has: of the 30 days that end with a date. */
export const businessDashboardQuery = (asOf: string | undefined) =>
  dashboardQuery<BusinessIntelligence>('business_intelligence', asOf);

async function requestFigures({ from, to }: DateRange, zone: string, signal: AbortSignal) {
  const address = (figures: string) =>
    withQuery(`/analytics/bi/${figures}`, { start_date: from, end_date: to, time_zone: zone });
  const [revenue, users] = await Promise.all([
    requestJson<RevenueAnswer>(address('revenue'), { signal }),
    requestJson<UsersAnswer>(address('users'), { signal }),
  ]);
  return { revenue, users };
}
