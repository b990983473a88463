import { AdaptiveConformal } from './conformal.ts';
import { Direction, type DirectionForecast } from './direction.ts';
import { createModels, type PriceModel } from './models/models.ts';
import { PriceFeatures } from './models/price-features.ts';
import { logReturn, type PriceHistory } from './price-history.ts';
import { DemonstratedWeight } from './skill.ts';
import { VolatilityMixture } from './volatility/mixture.ts';
import { dayVariance } from './volatility/range-variance.ts';

/** Levels of the prediction intervals. */
export const LEVELS = [0.5, 0.8, 0.9, 0.95] as const;

const CONFORMAL_WINDOW = 500;
const STEERING_RATE = 0.005;

/** What was said at bar `index` about bar `index + horizon`, from nothing after `index`. Returns are log returns. */
export interface PriceStep {
  readonly index: number;
  /** Expected return. */
  readonly mean: number;
  /** Standard deviation of the return over the horizon. */
  readonly sigma: number;
  /** The same of the next session alone. */
  readonly dailySigma: number;
  /** Half-width of the interval of each of `LEVELS`, in units of sigma. */
  readonly halfWidths: Float64Array;
  readonly direction: DirectionForecast;
  /** Expected return and weight of each of the walk's models. */
  readonly means: Float64Array;
  readonly weights: Float64Array;
}

interface Pending extends PriceStep {
  readonly remembered: readonly Float64Array[];
}

/** The forecaster of one symbol and one horizon in bars: reads bars in order, learns from each forecast that matured. */
export class WalkForward {
  readonly models: readonly PriceModel[];
  readonly volatility: VolatilityMixture;
  private readonly history: PriceHistory;
  private readonly horizon: number;
  private readonly features: PriceFeatures;
  private readonly conformal: AdaptiveConformal;
  private readonly direction: Direction;
  private readonly trust: readonly DemonstratedWeight[];
  private readonly pending: Pending[] = [];
  private index = 0;

  constructor(history: PriceHistory, horizon: number) {
    this.history = history;
    this.horizon = horizon;
    this.features = new PriceFeatures(history);
    this.volatility = new VolatilityMixture(firstVariance(history), history.range !== undefined);
    this.conformal = new AdaptiveConformal(LEVELS, CONFORMAL_WINDOW, STEERING_RATE / horizon);
    this.direction = new Direction(this.features, horizon);
    this.models = createModels(this.features, horizon);
    this.trust = this.models.map(() => new DemonstratedWeight(blockLength(horizon)));
  }

  /** Reads the next bar and says what it expects. The first call reads bar 1: a return needs two. */
  next(): PriceStep {
    this.index += 1;
    const { history, index } = this;
    this.volatility.next(
      logReturn(history, index),
      dayVariance(history, index),
      history.market?.[index] ?? Number.NaN,
    );
    const matured = this.pending[0];
    if (matured !== undefined && matured.index + this.horizon === index) {
      this.pending.shift();
      this.learn(matured);
    }
    this.features.next(index, this.volatility.sigma);
    const step = this.forecast(this.volatility.over(this.horizon));
    this.pending.push(step);
    return step;
  }

  private forecast(sigma: number): Pending {
    const means = Float64Array.from(this.models, (model) => model.forecast(sigma));
    const trusted = Float64Array.from(this.trust, ({ weight }) => weight);
    const total = trusted.reduce((sum, weight) => sum + weight, 0);
    const weights = trusted.map((weight) => weight / Math.max(1, total));
    return {
      index: this.index,
      mean: weights.reduce((sum, weight, k) => sum + weight * means[k]!, 0),
      sigma,
      dailySigma: this.volatility.sigma,
      halfWidths: this.conformal.halfWidths(),
      direction: this.direction.forecast(),
      means,
      weights,
      remembered: this.models.map((model) => model.remember()),
    };
  }

  private learn({ index, mean, sigma, halfWidths, direction, means, remembered }: Pending): void {
    const { close } = this.history;
    const price = close[index]!;
    const outcome = Math.log(close[this.index]! / price);
    this.conformal.learn(Math.abs(outcome - mean) / sigma, halfWidths);
    this.direction.learn(direction, outcome);
    for (const [k, trust] of this.trust.entries()) trust.learn(outcome / sigma, means[k]! / sigma);
    for (const [k, model] of this.models.entries()) model.learn(remembered[k]!, { outcome, sigma, price });
  }
}

/** Forecasts in a block whose errors hang together: those of overlapping horizons do. */
export function blockLength(horizon: number): number {
  return Math.max(20, 4 * horizon);
}

/** Mean square of the first returns. */
function firstVariance(history: PriceHistory): number {
  const last = Math.min(history.close.length - 1, 20);
  let sum = 0;
  for (let i = 1; i <= last; i++) sum += Math.min(logReturn(history, i) ** 2, 0.01);
  return last > 0 ? sum / last : 0;
}
