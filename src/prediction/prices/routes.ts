import {
  type PredictionScorecard,
  PredictionScorecardAnswer,
  type PricePrediction,
  PricePredictionAnswer,
  PricePredictionRequest,
  ScorecardQuery,
} from '#contracts/price-predictions';
import { type Clock, defineRoute, type Route } from '#platform';

export interface PriceRouteDeps {
  readonly clock: Clock;
  predict(request: PricePredictionRequest): Promise<PricePrediction>;
  scorecard(query: ScorecardQuery): Promise<PredictionScorecard>;
}

const DEFINITIONS: Readonly<Record<string, string>> = {
  predicted_price:
    'The current price, moved by the models that have demonstrated skill over "no change" in walk-forward tests, by as much as the lower bound of that skill supports',
  intervals:
    'Conformal: volatility times the quantile of past errors in units of volatility, steered by their own misses; measured_coverage is their record on n past forecasts',
  confidence:
    'max(p_up, 1 − p_up); a day’s direction is nearly a coin’s toss, so about .50–.56 on stocks is what honesty allows',
  skill_vs_naive: '1 − squared error / squared error of "no change", with its 95 % block-bootstrap interval',
  horizon_hours:
    '24 hours are one session, days without a session do not count; the forecast is for the first close at or after its end',
};

export function priceRoutes(deps: PriceRouteDeps): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/analytics/predictions/price',
      scope: 'predictions:read',
      tag: 'analytics',
      summary: 'A price forecast with intervals, its models and what they have been worth',
      description:
        'No change unless a model has demonstrated skill; then `reason` is null. The forecast is stored, and scored when its horizon has passed.',
      schemas: { body: PricePredictionRequest, response: PricePredictionAnswer },
      async handler({ body }) {
        const prediction = await deps.predict(body);
        return { ...envelope(deps.clock), prediction, meta: { definitions: DEFINITIONS } };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/analytics/predictions/scorecard',
      scope: 'predictions:read',
      tag: 'analytics',
      summary: 'What past price forecasts were worth, by model and horizon',
      description:
        'Coverage by level, reliability of p_up, Brier score against the base rate and point errors against the random walk, of every forecast whose horizon has passed.',
      schemas: { query: ScorecardQuery, response: PredictionScorecardAnswer },
      async handler({ query }) {
        return { ...envelope(deps.clock), scorecard: await deps.scorecard(query) };
      },
    }),
  ];
}

function envelope(clock: Clock) {
  return { status: 'success' as const, timestamp: new Date(clock.now()).toISOString() };
}
