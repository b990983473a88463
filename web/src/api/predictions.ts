import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { FeedbackAnswer, FoundAnomaliesAnswer, FoundAnomaly } from '#contracts/anomalies';
import type { BarsAnswer } from '#contracts/market';
import type { MetricForecast, MetricForecastAnswer } from '#contracts/metric-forecasts';
import type {
  PredictionScorecard,
  PredictionScorecardAnswer,
  PricePrediction,
  PricePredictionAnswer,
} from '#contracts/price-predictions';
import { requestJson, withQuery } from './client.ts';
import { LIVE_MARKET, LIVE_PREDICTIONS } from './live-keys.ts';

/** One session to one week ahead. */
export const HORIZONS_HOURS = [24, 72, 120, 168] as const;
const HISTORY_SESSIONS = 60;

export interface PriceOutlook {
  readonly bars: BarsAnswer['bars'];
  readonly asOf: string | null;
  readonly simulated: boolean;
  /** One for each horizon, ascending. */
  readonly predictions: readonly PricePrediction[];
}

/** The last sessions of a symbol and what is forecast of the next ones. */
export function outlookQuery(symbol: string) {
  return queryOptions({
    queryKey: [...LIVE_PREDICTIONS, 'outlook', symbol],
    queryFn: async ({ signal }): Promise<PriceOutlook> => {
      const path = withQuery(`/analytics/market/bars/${encodeURIComponent(symbol)}`, {
        adjustment: 'splits',
        limit: HISTORY_SESSIONS,
      });
      const [{ bars, meta }, ...answers] = await Promise.all([
        requestJson<BarsAnswer>(path, { signal }),
        ...HORIZONS_HOURS.map((horizon_hours) =>
          requestJson<PricePredictionAnswer>('/analytics/predictions/price', {
            method: 'POST',
            body: { symbol, horizon_hours },
            signal,
          }),
        ),
      ]);
      return {
        bars,
        asOf: meta.as_of,
        simulated: meta.simulated,
        predictions: answers.map(({ prediction }) => prediction),
      };
    },
    placeholderData: keepPreviousData,
  });
}

/** What the served forecasts were worth once their time had come. */
export const scorecardQuery = queryOptions({
  queryKey: [...LIVE_PREDICTIONS, 'scorecard'],
  queryFn: async ({ signal }): Promise<PredictionScorecard> =>
    (
      await requestJson<Static<typeof PredictionScorecardAnswer>>('/analytics/predictions/scorecard', {
        signal,
      })
    ).scorecard,
});

const LISTED = 200;

/** What the detector found of late, newest first. */
export const anomaliesQuery = queryOptions({
  queryKey: [...LIVE_PREDICTIONS, 'anomalies'],
  queryFn: async ({ signal }): Promise<readonly FoundAnomaly[]> => {
    const path = withQuery('/analytics/predictions/anomalies', { limit: LISTED });
    return (await requestJson<FoundAnomaliesAnswer>(path, { signal })).anomalies;
  },
});

/** Tells the detector whether a deviation was to be expected. */
export function useFeedback() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, feedback }: { id: number; feedback: 'expected' | 'not_expected' }) =>
      requestJson<FeedbackAnswer>(`/analytics/predictions/anomalies/${id}/feedback`, {
        method: 'POST',
        body: { feedback },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: anomaliesQuery.queryKey }),
  });
}

/** The next steps of a metric. */
export function metricForecastQuery(metric: string, resolution: 'hour' | 'day', horizon: number) {
  return queryOptions({
    queryKey: ['metric-forecast', metric, resolution, horizon],
    queryFn: async ({ signal }): Promise<MetricForecast> =>
      (
        await requestJson<Static<typeof MetricForecastAnswer>>('/analytics/predictions/metric', {
          method: 'POST',
          body: { metric, resolution, horizon, levels: [50, 80, 95] },
          signal,
        })
      ).forecast,
    retry: false,
    staleTime: 60_000,
  });
}

/** The symbol most money was traded in: where nobody has asked for another. */
export const busiestSymbolQuery = queryOptions({
  queryKey: [...LIVE_MARKET, 'busiest'],
  queryFn: async ({ signal }): Promise<string | null> => {
    const { market_overview } = await requestJson<{
      market_overview: { most_active_by_dollar_volume: { symbol: string }[] };
    }>(withQuery('/analytics/market/overview', { limit: 1 }), { signal });
    return market_overview.most_active_by_dollar_volume[0]?.symbol ?? null;
  },
});
