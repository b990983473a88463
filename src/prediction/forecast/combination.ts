import { type Member, memberForecast } from './members.ts';
import type { SeriesContext } from './series-context.ts';

/** Series at least so long have enough to fit autoregressions with many lags on. */
export const LONG = 250;

const theta = (scale: 'raw' | 'log'): Member => ({ kind: 'theta', scale });
const damped = (scale: 'raw' | 'log'): Member => ({ kind: 'smoothing', scale, trend: 'damped' });
type Autoregression = Extract<Member, { kind: 'autoregression' }>;
const ar = (
  scale: Autoregression['scale'],
  difference: Autoregression['difference'],
  recent: number,
  seasonal: Autoregression['seasonal'],
  ridge: number,
  window?: 'recent',
): Member => ({
  kind: 'autoregression',
  scale,
  difference,
  recent,
  seasonal,
  ridge,
  ...(window === undefined ? {} : { window }),
});

/** For short series: what the competitions found hard to beat, Theta counted twice. */
export const SHORT: readonly Member[] = [
  theta('log'),
  theta('raw'),
  theta('raw'),
  damped('raw'),
  damped('log'),
  ar('log', 'none', 6, 'neighbours', 1),
  ar('raw', 'first', 6, 'neighbours', 10),
];

/** For long series with one season or none. */
export const LONG_SERIES: readonly Member[] = [
  ar('raw', 'first', 24, 'neighbours', 50),
  ar('log', 'first', 24, 'neighbours', 50),
  ar('raw', 'first', 2, 'neighbours', 10),
  ar('log', 'first', 2, 'neighbours', 10),
  ar('raw', 'first', 3, 'neighbours', 10, 'recent'),
  ar('log', 'first', 3, 'neighbours', 10, 'recent'),
  ar('raw', 'none', 3, 'neighbours', 10, 'recent'),
  ar('log', 'none', 3, 'neighbours', 10, 'recent'),
  ar('raw', 'none', 24, 'neighbours', 1),
  ar('log', 'none', 6, 'neighbours', 1),
  ar('raw', 'season', 6, 'neighbours', 10),
  ar('log', 'season', 6, 'neighbours', 10),
  damped('raw'),
  theta('log'),
];

/** For long series with a season within a season: hours of the day within days of the week. */
export const TWO_SEASONS: readonly Member[] = [
  ar('log', 'none', 3, 'neighbours', 0.01),
  ar('root', 'none', 3, 'neighbours', 0.01),
  ar('log', 'none', 24, 'points', 0.01),
  ar('log', 'season', 24, 'multiples', 0.01),
  ar('raw', 'season', 24, 'wide', 1, 'recent'),
  ar('root', 'long', 24, 'wide', 1),
  ar('log', 'long', 3, 'neighbours', 0.01),
  ar('raw', 'first', 24, 'neighbours', 1, 'recent'),
  { kind: 'profile', scale: 'raw', recent: 3, seasonal: 'none' },
  { kind: 'profile', scale: 'raw', recent: 24, seasonal: 'none' },
  { kind: 'profile', scale: 'log', recent: 3, seasonal: 'neighbours' },
  { kind: 'repeat', season: 'season', times: 1 },
  { kind: 'repeat', season: 'long', times: 3 },
];

/** The members for a history of so many values. */
export function membersFor({ season, longSeason }: SeriesContext, length: number): readonly Member[] {
  if (longSeason > season && length >= 2.5 * longSeason) return TWO_SEASONS;
  return length >= Math.max(LONG, 4 * season) ? LONG_SERIES : SHORT;
}

/**
 * Forecast after the first `end` values: the mean of the members' forecasts at every step, without the outermost ones.
 * Members that run away are left out; where none is left, the last value goes on.
 */
export function combinedForecast(context: SeriesContext, end: number, horizon: number): Float64Array {
  const members = membersFor(context, end);
  const bounds = plausibleRange(context.values.subarray(0, end));
  const forecasts: Float64Array[] = [];
  for (const member of members) {
    const forecast = memberForecast(member, context, end, horizon);
    if (forecast?.every((value) => value >= bounds.low && value <= bounds.high)) forecasts.push(forecast);
  }
  if (forecasts.length === 0) return new Float64Array(horizon).fill(context.values[end - 1] as number);
  return middle(forecasts, members === SHORT ? 1 / 7 : 1);
}

/** Twice the range seen to either side; never below zero where nothing was. */
function plausibleRange(values: Float64Array): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const range = high - low;
  return { low: low - 2 * range, high: high + 2 * range };
}

/** At every step the mean of what is left when `trim` of the forecasts are cut at each end; 1 is the median. */
function middle(forecasts: readonly Float64Array[], trim: number): Float64Array {
  const count = forecasts.length;
  const cut = Math.min(Math.floor((count - 1) / 2), count < 4 ? 0 : Math.round(trim * count));
  const first = forecasts[0] as Float64Array;
  const values = new Float64Array(count);
  return first.map((_, h) => {
    for (let i = 0; i < count; i++) values[i] = (forecasts[i] as Float64Array)[h] as number;
    values.sort();
    let sum = 0;
    for (let i = cut; i < count - cut; i++) sum += values[i] as number;
    return sum / (count - 2 * cut);
  });
}
