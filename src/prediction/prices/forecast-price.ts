import { type Backtest, BacktestRecord } from './backtest.ts';
import type { PriceHistory } from './price-history.ts';
import { type PriceStep, WalkForward } from './walk-forward.ts';

/** Fewer bars cannot be learned from and tested on. */
export const MIN_BARS = 120;

/** Forecasts before this bar are made but not counted: everything is still being learned. */
const FIRST_COUNTED = 60;
const MAX_COUNTED = 2_000;

/** A forecast with its record. Plain data: it crosses threads. */
export interface PriceForecast {
  readonly step: PriceStep;
  /** Share of each volatility model. */
  readonly volatilityWeights: Readonly<Record<string, number>>;
  readonly models: readonly { readonly name: string; readonly description: string }[];
  readonly backtest: Backtest;
}

/**
 * Forecasts the log return over `horizon` bars after the last one, and tests on all earlier bars what such forecasts are
 * worth. The same history gives the same answer. Throws a RangeError below `MIN_BARS`.
 */
export function forecastPrice(history: PriceHistory, horizon: number): PriceForecast {
  const { close } = history;
  const last = close.length - 1;
  if (close.length < MIN_BARS) throw new RangeError(`${close.length} bars are fewer than ${MIN_BARS}`);
  const walk = new WalkForward(history, horizon);
  const record = new BacktestRecord(walk.models.length, horizon);
  const firstCounted = Math.max(FIRST_COUNTED, last - horizon + 1 - MAX_COUNTED);
  let step = walk.next();
  for (let i = 2; i <= last; i++) {
    step = walk.next();
    if (i >= firstCounted && i + horizon <= last) record.add(step, Math.log(close[i + horizon]! / close[i]!));
  }
  return {
    step,
    volatilityWeights: walk.volatility.weights,
    models: walk.models.map(({ name, description }) => ({ name, description })),
    backtest: record.result(),
  };
}
