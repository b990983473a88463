import { autoregressionForecast } from './autoregression.ts';
import { LagProducts } from './lag-products.ts';
import { SCALES, type ScaleName } from './scales.ts';
import { adjustSeason, isSeasonal, restoreSeason } from './seasonal-adjustment.ts';
import type { Difference, SeriesContext } from './series-context.ts';
import { type SmoothingTrend, smoothingForecast } from './smoothing.ts';
import { thetaForecast } from './theta.ts';

/** One model of a combination. */
export type Member =
  | { readonly kind: 'theta'; readonly scale: ScaleName }
  | { readonly kind: 'smoothing'; readonly scale: ScaleName; readonly trend: SmoothingTrend }
  | {
      readonly kind: 'autoregression';
      readonly scale: ScaleName;
      readonly difference: Difference;
      /** Recent lags, 1 … */
      readonly recent: number;
      readonly seasonal: SeasonalLags;
      /** Weight of "no influence", in observations. */
      readonly ridge: number;
      /** Fitted on so many of the last values; all unless told. */
      readonly window?: 'recent';
    }
  /** Autoregression on what is left after the mean course of the long season. */
  | {
      readonly kind: 'profile';
      readonly scale: ScaleName;
      readonly recent: number;
      readonly seasonal: SeasonalLags;
    }
  /** Mean of the same phase in the last long seasons. */
  | { readonly kind: 'repeat'; readonly season: 'season' | 'long'; readonly times: number };

/** Which seasonal lags: the season and its double with their neighbours, every multiple up to the long season, … */
export type SeasonalLags = 'none' | 'points' | 'neighbours' | 'multiples' | 'wide';

/**
 * What one member forecasts after the first `end` values.
 * @returns undefined where the member cannot: too few values, or values its scale does not take
 */
export function memberForecast(
  member: Member,
  context: SeriesContext,
  end: number,
  horizon: number,
): Float64Array | undefined {
  switch (member.kind) {
    case 'theta':
      return onAdjusted(context, member.scale, end, (y) => thetaForecast(y, horizon));
    case 'smoothing':
      return onAdjusted(context, member.scale, end, (y) => smoothingForecast(y, member.trend, horizon));
    case 'autoregression':
      return autoregress(member, context, end, horizon);
    case 'profile':
      return profile(member, context, end, horizon);
    case 'repeat':
      return repeat(member, context, end, horizon);
  }
}

/** Smoothing forgets: older values would only cost time. */
const SMOOTHED_VALUES = 400;

/** Models without season work on the series without its season, where it has one. */
function onAdjusted(
  { values, season }: SeriesContext,
  scale: ScaleName,
  end: number,
  model: (y: Float64Array) => Float64Array,
): Float64Array | undefined {
  const start = Math.max(0, end - Math.max(SMOOTHED_VALUES, 8 * season));
  const known = values.subarray(start, end);
  if (known.length < 3) return undefined;
  const times = known.every((value) => value > 0) ? 'multiplicative' : 'additive';
  const adjustment = adjustSeason(known, season, isSeasonal(known, season) ? times : 'none');
  const { takes, forward, back } = SCALES[scale];
  if (!takes(adjustment.adjusted)) return undefined;
  const forecast = model(scale === 'raw' ? adjustment.adjusted : adjustment.adjusted.map(forward));
  return restoreSeason(adjustment, scale === 'raw' ? forecast : forecast.map(back), known.length);
}

function autoregress(
  member: Extract<Member, { kind: 'autoregression' }>,
  context: SeriesContext,
  end: number,
  horizon: number,
): Float64Array | undefined {
  const series = context.differenced(member.scale, member.difference);
  if (series === undefined) return undefined;
  const { products, step, shift, scaled } = series;
  const length = end - step;
  const window = member.window === 'recent' ? recentWindow(context) : Number.POSITIVE_INFINITY;
  if (window > 0.7 * length && window < Number.POSITIVE_INFINITY) return undefined;
  const lags = lagsOf(member, context, Math.min(length, window));
  const steps = autoregressionForecast(products, lags, member.ridge, length, horizon, window);
  if (steps === undefined) return undefined;
  const path = new Float64Array(horizon);
  for (let h = 0; h < horizon; h++) {
    const before =
      step === 0 ? shift : h < step ? (scaled[end - step + h] as number) : (path[h - step] as number);
    path[h] = before + (steps[h] as number);
  }
  return path.map(SCALES[member.scale].back);
}

function recentWindow({ season, longSeason }: SeriesContext): number {
  if (longSeason > season) return Math.round(2.4 * longSeason);
  return Math.max(60, 4 * season);
}

/** Recent lags at most an eighth of the values, seasonal lags at most half: else there is nothing left to fit on. */
function lagsOf(
  { recent, seasonal }: { readonly recent: number; readonly seasonal: SeasonalLags },
  { season, longSeason }: SeriesContext,
  length: number,
): number[] {
  const lags = new Set<number>();
  for (let lag = 1; lag <= Math.min(recent, Math.max(1, length >> 3)); lag++) lags.add(lag);
  if (season > 1) {
    for (const lag of seasonalLags(seasonal, season, longSeason))
      if (lag > 0 && lag <= length / 2) lags.add(lag);
  }
  return [...lags].sort((a, b) => a - b);
}

function seasonalLags(kind: SeasonalLags, season: number, longSeason: number): number[] {
  const long = longSeason > season ? [longSeason, 2 * longSeason] : [];
  const near = (centres: readonly number[], below = 1) =>
    centres.flatMap((lag) => Array.from({ length: below + 2 }, (_, i) => lag - below + i));
  const multiples = Array.from(
    { length: Math.max(0, Math.floor(longSeason / season) - 1) },
    (_, i) => (i + 1) * season,
  );
  switch (kind) {
    case 'none':
      return [];
    case 'points':
      return [season, ...long.slice(0, 1)];
    case 'neighbours':
      return near([season, 2 * season, ...long]);
    case 'multiples':
      return [...near([season, 2 * season, ...long]), ...multiples];
    case 'wide':
      return near([...multiples, ...long.slice(0, 1)], 2);
  }
}

function profile(
  member: Extract<Member, { kind: 'profile' }>,
  context: SeriesContext,
  end: number,
  horizon: number,
): Float64Array | undefined {
  const scaled = context.scaled(member.scale);
  if (scaled === undefined || end < 2.5 * context.longSeason) return undefined;
  const adjustment = adjustSeason(scaled.subarray(0, end), context.longSeason, 'additive');
  const lags = lagsOf(member, context, end);
  const forecast = autoregressionForecast(new LagProducts(adjustment.adjusted), lags, 1, end, horizon);
  return forecast && restoreSeason(adjustment, forecast, end).map(SCALES[member.scale].back);
}

function repeat(
  { season, times }: Extract<Member, { kind: 'repeat' }>,
  context: SeriesContext,
  end: number,
  horizon: number,
): Float64Array | undefined {
  const period = season === 'long' ? context.longSeason : context.season;
  if (end < times * period) return undefined;
  return Float64Array.from({ length: horizon }, (_, h) => {
    let sum = 0;
    for (let k = 1; k <= times; k++) sum += context.values[end - k * period + (h % period)] as number;
    return sum / times;
  });
}
