import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Logger } from '#platform';
import type { FollowedPrediction, NewPrediction, PredictionStore } from './prediction-store.ts';
import { makePrediction, type PredictorDeps } from './price-predictor.ts';

export interface FollowDeps extends PredictorDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly store: Pick<PredictionStore, 'add' | 'followed'>;
}

const EVERY_MS = 30_000;
/** A forecast that nobody has asked for or that has not changed for so long is no longer followed. */
const FOLLOWED_MS = 24 * 3_600_000;
const MAX_FOLLOWED = 100;
/** A price that moved by less than this share of a day's volatility changes no forecast. */
const LEAST_MOVE = 0.25;

/** Makes anew the forecasts that somebody asked for of late and that have changed; returns those that did. */
export async function followForecasts(deps: Omit<FollowDeps, 'logger'>): Promise<number> {
  const followed = await deps.store.followed(deps.clock.now() - FOLLOWED_MS, MAX_FOLLOWED);
  const changed: NewPrediction[] = [];
  for (const before of followed) {
    const request = { symbol: before.symbol, horizon_hours: before.horizonHours };
    // A symbol may have been removed since.
    const made = await makePrediction(deps, request).catch(() => undefined);
    if (made !== undefined && hasChanged(before, made)) changed.push(made);
  }
  return changed.length === 0 ? 0 : deps.store.add(changed);
}

/** Whether there is a new session, or the price has moved by more than noise. */
function hasChanged(before: FollowedPrediction, { prediction }: NewPrediction): boolean {
  const move = Math.abs(Math.log(prediction.current_price / before.currentPrice));
  if (move > LEAST_MOVE * prediction.volatility.daily) return true;
  return Date.parse(prediction.target_time) !== before.targetMs;
}

/** Looks every half minute; the forecasts that changed are stored, and told on the channel. */
export function startFollowing(deps: FollowDeps): AsyncDisposable {
  const closing = new AbortController();
  const { signal } = closing;
  const run = async () => {
    while (!signal.aborted) {
      await sleep(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await followForecasts(deps).catch((error: unknown) =>
        deps.logger.warn({ err: error }, 'followed forecasts could not be looked at'),
      );
    }
  };
  const running = run();
  return {
    async [Symbol.asyncDispose]() {
      closing.abort();
      await running;
    },
  };
}
