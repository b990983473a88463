import { RecursiveRegression } from '../models/recursive-regression.ts';
import type { VolatilityModel } from './volatility-model.ts';

const WEEK = 5;
const MONTH = 22;
const MEMORY = 0.999;
/** Of intercept, day, week, month, the day's fall and the market's recent state: usual on most markets, held loosely. */
const PRIOR = [0.1, 0.2, 0.3, 0.4, 0.1, 0.15];
const PRIOR_VARIANCE = 0.02;
/** No single day may count more than this against the long-run level. */
const LARGEST_SQUARE = 30;
const SMALLEST_VOLATILITY = 0.1;

/**
 * Heterogeneous autoregression (Corsi 2009) of the day's volatility on the last day's, week's and month's, in units of
 * the long-run level. The range knows how wide a day was but not exactly how that translates into returns, so the
 * result is rescaled by the ratio of squared returns to forecasts seen so far.
 */
export function createHar(start: number): VolatilityModel {
  const regression = new RecursiveRegression(PRIOR, PRIOR_VARIANCE, MEMORY);
  const recent = new Float64Array(MONTH).fill(start);
  const features = new Float64Array(PRIOR.length);
  const market = createMarketState();
  let level = start;
  let forecast = start;
  let ratio = 1;
  let days = 0;

  function learn(move: number, variance: number): void {
    regression.learn(features, Math.sqrt(variance / level), Math.max(forecast / level, 0.05));
    const square = Math.min((move * move) / forecast, LARGEST_SQUARE);
    ratio += (square - ratio) / Math.min(days + 50, 750);
  }

  return {
    name: 'har',
    next({ move, variance, market: marketMove }) {
      days += 1;
      if (days > 1) learn(move, variance);
      level += (variance - level) / Math.min(days + 20, 1_000);
      level = Math.max(level, Number.MIN_VALUE);
      recent[(days - 1) % MONTH] = variance;
      features[0] = 1;
      features[1] = Math.sqrt(variance / level);
      features[2] = Math.sqrt(meanOfLast(recent, days, WEEK) / level);
      features[3] = Math.sqrt(meanOfLast(recent, days, MONTH) / level);
      features[4] = Math.max(-move, 0) / Math.sqrt(level);
      features[5] = market(marketMove);
      forecast = level * Math.max(regression.predict(features), SMALLEST_VOLATILITY) ** 2;
      return forecast * ratio;
    },
  };
}

function meanOfLast(ring: Float64Array, written: number, count: number): number {
  let sum = 0;
  for (let k = 1; k <= count; k++) sum += ring[(written - k + ring.length) % ring.length]!;
  return sum / count;
}

/** Recent volatility of the market against its usual one; 0 until a return of it is known. */
function createMarketState(): (move: number) => number {
  let recent = Number.NaN;
  let usual = Number.NaN;
  let days = 20;
  return (move) => {
    if (Number.isFinite(move)) {
      const square = Math.max(move * move, 1e-12);
      days += 1;
      recent = Number.isNaN(recent) ? square : recent + 0.15 * (square - recent);
      usual = Number.isNaN(usual) ? square : usual + (square - usual) / Math.min(days, 1_000);
    }
    return Number.isNaN(recent) ? 0 : Math.min(Math.sqrt(recent / usual), 6);
  };
}
