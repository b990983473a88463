/** What came of a forecast: the log return over the horizon, the sigma it was made with, the price it started from. */
export interface Outcome {
  readonly outcome: number;
  readonly sigma: number;
  readonly price: number;
}

/** A forecaster of the log return over the horizon, learning from the outcomes of its own features. */
export interface PriceModel {
  readonly name: string;
  readonly description: string;
  /** Expected log return from the bar just read; `sigma` is that of the whole horizon. */
  forecast(sigma: number): number;
  /** Features of the bar just read, as `learn` needs them when the horizon has passed. */
  remember(): Float64Array;
  learn(features: Float64Array, outcome: Outcome): void;
}
