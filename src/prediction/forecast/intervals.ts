import { errorShape } from './error-shape.ts';
import type { OriginErrors } from './rolling-origins.ts';

/** What the intervals of one series are made from. */
export interface ErrorHistory {
  /** Newest first. */
  readonly origins: readonly OriginErrors[];
  /** Number of values. */
  readonly length: number;
  /** Size of the last values, as `OriginErrors.unit`. */
  readonly unit: number;
  /** Mean size of a change from value to value: how wrong "as now" was. */
  readonly meanChange: number;
}

/** Errors lose weight with age: to 1/e after so many horizons. */
const MEMORY_HORIZONS = 2;
/** Variance of the logarithm of a scale known from one error. */
const LOG_SCALE_NOISE = 3;
/** Least and – where there is one series only – assumed variance of log scales among series. */
const LEAST_SPREAD = 0.1;
const ASSUMED_SPREAD = 0.5;
/** How much less a score one horizon old tells about now. */
const SCORE_FADING = 0.3;
/** What the prior distribution of scores weighs beside a lone series; beside many, as much as all of them. */
const PRIOR_SERIES = 50;

interface Score {
  readonly size: number;
  readonly weight: number;
}

/**
 * Prediction intervals for series forecast together – or one alone – from what their forecasts were worth before.
 * Half-width of step h = multiplier(level) × scale(series) × shape(h). Shape is pooled over the series, the scale is each
 * one's own, drawn towards what is usual among them; the multiplier is the quantile of past |error| / (scale × shape),
 * each scale made only from what was known then: conformal, pooled (Vovk et al. 2005), with |t₄| as prior.
 */
export class IntervalPool {
  readonly #shape: Float64Array;
  readonly #meanLogScale: number;
  readonly #pooled: number;
  /** What the mean of all series weighs against a series' own errors: less the more the series differ. */
  readonly #priorErrors: number;
  readonly #prior: readonly Score[];
  readonly #scores: Score[];

  constructor(histories: readonly ErrorHistory[], horizon: number) {
    this.#shape = errorShape(
      histories.map(({ origins }) => origins),
      horizon,
    );
    const known = histories
      .map((history) => this.#ownScale(history, history.length))
      .filter(({ scale }) => scale > 0);
    this.#pooled = known.length;
    this.#meanLogScale = meanOf(known.map(({ scale }) => Math.log(scale)));
    this.#priorErrors = LOG_SCALE_NOISE / spreadOf(known, this.#meanLogScale);
    this.#prior = priorScores(meanOf(known.map(({ known: errors }) => errors)), PRIOR_SERIES + known.length);
    this.#scores = [...this.#prior, ...histories.flatMap((history) => this.#scoresOf(history))];
    this.#scores.sort((a, b) => a.size - b.size);
  }

  /** Half-widths, one a step. `level` is the share that should fall inside, 0.8 for one. */
  halfWidths(history: ErrorHistory, level: number): Float64Array {
    const width = this.#scale(history, history.length) * quantile(this.#scores, level);
    return this.#shape.map((value) => value * width);
  }

  /** Scale from errors known at `time`: mean error in units of size and shape, newer ones counting more. */
  #ownScale({ origins }: ErrorHistory, time: number): KnownScale {
    let sum = 0;
    let weights = 0;
    let known = 0;
    for (const { end, errors, unit } of origins) {
      const steps = Math.min(errors.length, time - end);
      if (steps <= 0) continue;
      let size = 0;
      for (let h = 0; h < steps; h++) size += Math.abs(errors[h] as number) / (this.#shape[h] as number);
      const weight = Math.sqrt(steps) * Math.exp((end - time) / (MEMORY_HORIZONS * this.#shape.length));
      sum += (weight * size) / (steps * unit);
      weights += weight;
      known += Math.sqrt(steps);
    }
    return { scale: weights > 0 ? sum / weights : 0, known };
  }

  /** The own scale drawn towards the pool's, and both together to how much the series itself moves. */
  #scale(history: ErrorHistory, time: number): number {
    const { scale, known } = this.#ownScale(history, time);
    const unit = history.origins.find(({ end }) => end <= time)?.unit ?? history.unit;
    const current = time === history.length ? history.unit : unit;
    const change = history.meanChange / history.unit;
    if (change <= 0 || (known > 0 && scale <= 0)) return scale * current;
    const usual = (this.#pooled * this.#meanLogScale + Math.log(change)) / (this.#pooled + 1);
    const share = known / (known + this.#priorErrors);
    return current * Math.exp((known > 0 ? share * Math.log(scale) : 0) + (1 - share) * usual);
  }

  /** Past errors of the last horizon, each in units of the scale known before it; together they weigh 1. */
  #scoresOf(history: ErrorHistory, time = history.length): Score[] {
    const horizon = this.#shape.length;
    const scores: Score[] = [];
    let total = 0;
    for (const { end, errors } of history.origins) {
      if (end < time - horizon || end >= time || end === history.origins.at(-1)?.end) continue;
      const scale = this.#scale(history, end);
      if (!(scale > 0)) continue;
      const weight = SCORE_FADING ** ((time - end) / horizon);
      const steps = Math.min(errors.length, time - end);
      for (let h = 0; h < steps; h++) {
        scores.push({ size: Math.abs(errors[h] as number) / (scale * (this.#shape[h] as number)), weight });
        total += weight;
      }
    }
    return scores.map(({ size, weight }) => ({ size, weight: weight / total }));
  }
}

/**
 * What intervals of a lone series, made after each past origin from what was known then, would have covered.
 * @returns for each level the share inside – null where there is none – and how many values that is counted over
 */
export function pastCoverage(
  history: ErrorHistory,
  horizon: number,
  levels: readonly number[],
): { readonly share: number | null; readonly n: number }[] {
  const inside = levels.map(() => 0);
  let n = 0;
  for (const origin of history.origins) {
    const before = historyAt(history, origin);
    if (before.origins.length < 2) continue;
    const pool = new IntervalPool([before], horizon);
    const widths = levels.map((level) => pool.halfWidths(before, level));
    n += origin.errors.length;
    for (const [h, error] of origin.errors.entries()) {
      for (const [i, width] of widths.entries())
        if (Math.abs(error) <= (width[h] as number)) inside[i] = (inside[i] as number) + 1;
    }
  }
  return inside.map((count) => ({ share: n > 0 ? count / n : null, n }));
}

/** The history as it was at one of its origins. */
function historyAt({ origins }: ErrorHistory, { end, unit, meanChange }: OriginErrors): ErrorHistory {
  const known = origins.filter((it) => it.end < end);
  return {
    origins: known.map((it) => ({ ...it, errors: it.errors.subarray(0, end - it.end) })),
    length: end,
    unit,
    meanChange,
  };
}

interface KnownScale {
  readonly scale: number;
  /** In errors. */
  readonly known: number;
}

/** Variance of log scales among series, without what is noise. */
function spreadOf(scales: readonly KnownScale[], meanLog: number): number {
  if (scales.length < 10) return ASSUMED_SPREAD;
  const variance = meanOf(scales.map(({ scale }) => (Math.log(scale) - meanLog) ** 2));
  return Math.max(LEAST_SPREAD, variance - meanOf(scales.map(({ known }) => LOG_SCALE_NOISE / known)));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

const PRIOR_POINTS = 400;

/** How much wider intervals are where their scale is known from one error only; the less the more errors there are. */
const UNCERTAIN_SCALE = 4;
/** Where there are fewer errors, the scale is that of the changes, and no less certain. */
const FEWEST_ERRORS = 4;

/** Equally likely values of |t| with 4 degrees of freedom, whose mean is 1, by its closed quantile function. */
function priorScores(errors: number, weight: number): Score[] {
  const widening = 1 + UNCERTAIN_SCALE / Math.max(FEWEST_ERRORS, errors);
  return Array.from({ length: PRIOR_POINTS }, (_, i) => {
    const p = 0.5 + (i + 0.5) / (2 * PRIOR_POINTS);
    const a = 4 * p * (1 - p);
    const q = Math.cos(Math.acos(Math.sqrt(a)) / 3) / Math.sqrt(a);
    return { size: widening * 2 * Math.sqrt(q - 1), weight: weight / PRIOR_POINTS };
  });
}

/** The smallest size that `level` of the weight does not exceed; `sorted` by size. */
function quantile(sorted: readonly Score[], level: number): number {
  let total = 0;
  for (const { weight } of sorted) total += weight;
  let sum = 0;
  for (const { size, weight } of sorted) {
    sum += weight;
    if (sum >= level * total) return size;
  }
  return sorted.at(-1)?.size ?? 0;
}
