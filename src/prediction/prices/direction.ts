import type { PriceFeatures } from './models/price-features.ts';

/** Forecasts that the share of rises among moves is taken over, and how many an even start is worth. */
const RISE_MEMORY = 1_000;
const EVEN_START = 200;
/** The same for the share of days on which the price moves at all: pegs come and go quickly. */
const MOVE_MEMORY = 40;
/** Deviation of a coefficient expected beforehand, in logits for a feature of usual size. */
const PRIOR_DEVIATION = 0.04;
/** Places among the wide features: distance to the long average, last move, the market's, volatility. */
const USED = [2, 6, 7, 9];

/** The chance that the price rises, and what `learn` needs again when the outcome is known. */
export interface DirectionForecast {
  /** How often it rose lately. */
  readonly baseRate: number;
  readonly up: number;
  readonly features: Float64Array;
}

/**
 * Probability that the price rises: how often it did, corrected by a logistic regression whose coefficients are held
 * so close to zero that only a long record moves them.
 */
export class Direction {
  private readonly features: PriceFeatures;
  private readonly horizon: number;
  private readonly coefficients = new Float64Array(USED.length);
  private readonly covariance: Float64Array;
  private rises = 0.5;
  private risesSeen: number;
  private moves = 0.98;
  private movesSeen = MOVE_MEMORY / 2;

  constructor(features: PriceFeatures, horizon: number) {
    this.features = features;
    this.horizon = horizon;
    this.risesSeen = EVEN_START / horizon;
    this.covariance = Float64Array.from({ length: USED.length ** 2 }, (_, k) =>
      k % (USED.length + 1) === 0 ? PRIOR_DEVIATION ** 2 : 0,
    );
  }

  forecast(): DirectionForecast {
    const features = Float64Array.from(USED, (place) => this.features.wide[place]!);
    const baseRate = Math.max(0.01, Math.min(0.99, this.moves * this.rises));
    let logit = Math.log(baseRate / (1 - baseRate));
    for (const [k, value] of features.entries()) logit += this.coefficients[k]! * value;
    return { baseRate, up: 1 / (1 + Math.exp(-logit)), features };
  }

  /** `move`: the return that came of it. */
  learn({ up, features }: DirectionForecast, move: number): void {
    // Overlapping horizons tell only one in `horizon` times something new.
    const news = 1 / this.horizon;
    this.movesSeen = Math.min(this.movesSeen + news, MOVE_MEMORY);
    this.moves += ((move === 0 ? 0 : 1) - this.moves) * (news / this.movesSeen);
    const rose = move > 0 ? 1 : 0;
    if (move !== 0) {
      this.risesSeen = Math.min(this.risesSeen + news, RISE_MEMORY);
      this.rises += (rose - this.rises) * (news / this.risesSeen);
    }
    this.regress(features, rose - up, up * (1 - up));
  }

  /** One step of recursive logistic regression: a Kalman filter on the linearised likelihood. */
  private regress(features: Float64Array, error: number, information: number): void {
    const size = features.length;
    const gain = new Float64Array(size);
    let spread = this.horizon / information;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) gain[i]! += this.covariance[i * size + j]! * features[j]!;
      spread += gain[i]! * features[i]!;
    }
    for (let i = 0; i < size; i++) {
      this.coefficients[i]! += (gain[i]! * error) / (information * spread);
      for (let j = 0; j < size; j++) this.covariance[i * size + j]! -= (gain[i]! * gain[j]!) / spread;
    }
  }
}
