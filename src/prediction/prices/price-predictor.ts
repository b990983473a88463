import type { PricePrediction, PricePredictionRequest } from '#contracts/price-predictions';
import type { Universe } from '#market';
import type { Clock } from '#platform';
import { dateOf, readStanding } from './market-history.ts';
import { horizonOf, predictionAnswer } from './prediction-answer.ts';
import type { NewPrediction, PredictionStore } from './prediction-store.ts';
import type { PricesThread } from './prices-thread.ts';
import { targetOf } from './trading-clock.ts';

export interface PredictorDeps {
  readonly clock: Clock;
  readonly market: { universe(): Promise<Universe> };
  readonly thread: PricesThread;
  readonly store: Pick<PredictionStore, 'add'>;
}

/**
 * Predicts a price from what the market knows now, and stores what it said. Throws `unknown-symbol`, `no-market-data`
 * and `insufficient-history`.
 */
export async function predictPrice(
  deps: PredictorDeps,
  request: PricePredictionRequest,
): Promise<PricePrediction> {
  const made = await makePrediction(deps, request);
  await deps.store.add([made]);
  return made.prediction;
}

/** The same without storing it. */
export async function makePrediction(
  { clock, market, thread }: Omit<PredictorDeps, 'store'>,
  { symbol, horizon_hours: horizonHours }: PricePredictionRequest,
): Promise<NewPrediction> {
  const universe = await market.universe();
  const nowMs = clock.now();
  const standing = readStanding(universe, symbol.toUpperCase(), nowMs);
  const target = targetOf(standing.day, horizonHours, standing.isOpen ? nowMs : Infinity, standing.calendar);
  const forecast = await thread.forecast(standing.history, horizonOf(target));
  return {
    prediction: predictionAnswer(standing, target, forecast, { horizonHours, nowMs }),
    baseDate: dateOf(standing.day),
  };
}
