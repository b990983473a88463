import { createEwma } from './ewma.ts';
import { createGarch, studentFit } from './garch.ts';
import { createHar } from './har.ts';
import type { VolatilityModel } from './volatility-model.ts';

/** Returns beyond this many standard deviations count as this many: a wrong price must not widen a month of intervals. */
const LARGEST_MOVE = 4;
/** The floor as shares of the long-run volatility and of the price: pegged prices stand still for years, then jump. */
const FLOOR_SHARE = 0.1;
const FLOOR = 1e-6;
/** How long a model's record is remembered. */
const MEMORY = 0.99;
/** Head start of HAR in log-likelihood where days have a range, which says more of a day than its return. */
const RANGE_BONUS = 3;
/** How far the forecast moves away from the long-run volatility: what models see is in part chance. */
const RESPONSE = 0.9;
/** What is left of a departure from the long-run volatility a day later. */
const PERSISTENCE = 0.95;

/**
 * Forecasts volatility by the geometric mean of HAR, GARCH and EWMA, each weighted by its recent likelihood, drawn
 * towards the long-run level.
 */
export class VolatilityMixture {
  /** Standard deviation of the next day's log return. */
  sigma: number;
  private readonly models: readonly VolatilityModel[];
  private readonly forecasts: Float64Array;
  private readonly fits: Float64Array;
  private readonly shares: Float64Array;
  private readonly bonus: number;
  private longRun: number;
  private days = 20;

  /** `start`: a first guess of the variance of a day. */
  constructor(start: number, hasRange: boolean) {
    const first = Math.max(start, FLOOR ** 2);
    this.models = [createHar(first), createGarch(first), createEwma(first, 0.94)];
    this.forecasts = new Float64Array(this.models.length).fill(first);
    this.fits = new Float64Array(this.models.length);
    this.shares = new Float64Array(this.models.length).fill(1 / this.models.length);
    this.bonus = hasRange ? RANGE_BONUS : 0;
    this.longRun = first;
    this.sigma = Math.sqrt(first);
  }

  /** Share of each model in the forecast. */
  get weights(): Record<string, number> {
    return Object.fromEntries(this.models.map(({ name }, k) => [name, this.shares[k]!]));
  }

  /** Standard deviation of the log return over some days from now: departures from the long run fade. */
  over(days: number): number {
    const kept = (1 - PERSISTENCE ** days) / (days * (1 - PERSISTENCE));
    return Math.sqrt(days) * this.sigma ** kept * Math.sqrt(this.longRun) ** (1 - kept);
  }

  /** Takes in a day: its log return, its variance from the range, and the log return of the market. */
  next(logReturn: number, rangeVariance: number, market: number): void {
    const limit = LARGEST_MOVE * this.sigma;
    const move = Math.max(-limit, Math.min(limit, logReturn));
    const variance = Math.min(rangeVariance, limit * limit);
    this.days += 1;
    this.longRun += (move * move - this.longRun) / this.days;
    this.longRun = Math.max(this.longRun, FLOOR ** 2);
    const floor = Math.max(FLOOR ** 2, FLOOR_SHARE ** 2 * this.longRun);
    for (const [k, model] of this.models.entries()) {
      this.fits[k] = MEMORY * this.fits[k]! + studentFit(move * move, this.forecasts[k]!);
      this.forecasts[k] = Math.max(model.next({ move, variance, market }), floor);
    }
    this.share();
    let logVariance = 0;
    for (const [k, forecast] of this.forecasts.entries()) logVariance += this.shares[k]! * Math.log(forecast);
    this.sigma = Math.exp((RESPONSE * logVariance + (1 - RESPONSE) * Math.log(this.longRun)) / 2);
  }

  private share(): void {
    const scores = this.fits.map((fit, k) => fit + (k === 0 ? this.bonus : 0));
    const best = Math.max(...scores);
    let total = 0;
    for (const [k, score] of scores.entries()) total += this.shares[k] = Math.exp(score - best);
    for (const k of scores.keys()) this.shares[k]! /= total;
  }
}
