/** What one day tells a volatility model. Variances are of log returns. */
export interface DayMove {
  /** Log return, outliers drawn in. */
  readonly move: number;
  /** The day's variance as seen from its range. */
  readonly variance: number;
  /** Log return of the market; NaN where unknown. */
  readonly market: number;
}

/** Forecasts the variance of the next day's log return from the days it was shown. */
export interface VolatilityModel {
  readonly name: string;
  /** Takes in a day and returns the variance expected of the next one. */
  next(day: DayMove): number;
}
