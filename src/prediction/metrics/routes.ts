import {
  type MetricForecast,
  MetricForecastAnswer,
  MetricForecastRequest,
} from '#contracts/metric-forecasts';
import { type Clock, defineRoute, type Route } from '#platform';

const DEFINITIONS: Readonly<Record<string, string>> = {
  mean: 'The middle of a set of models – Theta, damped smoothing, ridge autoregressions – each fitted to the whole history',
  intervals:
    'Conformal: past errors of the same forecast in units of their usual size, made from the values before each origin alone',
  total: 'Sum over the horizon; its interval comes from how far past sums were off',
  skill_vs_seasonal_naive: '1 − mean absolute error / mean absolute error of repeating the last season',
  measured_coverage: 'Share of values inside the intervals that would have been given at past origins',
};

export function metricForecastRoutes(deps: {
  clock: Clock;
  forecast(request: MetricForecastRequest): Promise<MetricForecast>;
}): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/analytics/predictions/metric',
      scope: 'predictions:read',
      tag: 'analytics',
      summary: 'A forecast of a stored metric, of revenue, active users, AI spend or load',
      description:
        'Steps are whole; the one under way is left out. The answer says what repeats and what forecasts from past origins were worth.',
      readsOnly: true,
      schemas: { body: MetricForecastRequest, response: MetricForecastAnswer },
      async handler({ body }) {
        const forecast = await deps.forecast(body);
        return {
          status: 'success' as const,
          timestamp: new Date(deps.clock.now()).toISOString(),
          forecast,
          meta: { definitions: DEFINITIONS },
        };
      },
    }),
  ];
}
