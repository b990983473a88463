import type { Seasons } from './series-context.ts';

/** Longest season looked for, in steps. */
const LONGEST = 400;
/** How strongly values a season apart must go together, as autocorrelation of the changes. */
const STRONG = 0.25;
const PERIODS_NEEDED = 3;

/**
 * The season of a series of unknown frequency: the first lag at which the autocorrelation of its changes has a clear
 * peak. 1 where there is none, or fewer than three periods to see it in.
 */
export function detectSeason(values: Float64Array): number {
  const changes = centredChanges(values);
  const n = changes.length;
  const longest = Math.min(LONGEST, Math.floor(n / PERIODS_NEEDED));
  let power = 0;
  for (const change of changes) power += change * change;
  if (!(power > 0) || longest < 2) return 1;
  const correlation = new Float64Array(longest + 2);
  for (let lag = 1; lag <= longest + 1; lag++) {
    let product = 0;
    for (let t = lag; t < n; t++) product += (changes[t] as number) * (changes[t - lag] as number);
    correlation[lag] = product / power / (1 - lag / n);
  }
  const threshold = Math.max(STRONG, 3 / Math.sqrt(n));
  let best = 1;
  let height = threshold;
  let lowest = 1;
  for (let lag = 2; lag <= longest; lag++) {
    const here = correlation[lag] as number;
    const peak = here >= (correlation[lag - 1] as number) && here >= (correlation[lag + 1] as number);
    lowest = Math.min(lowest, correlation[lag - 1] as number);
    // On a smooth series neighbours go together: a season shows after a valley. A hill has small peaks of noise: the
    // highest counts. A multiple of the season is nearly as high: it must be clearly higher to be the season.
    const isOnSameHill = lag <= 1.3 * best && here > (correlation[best] as number);
    if (peak && (here > height || isOnSameHill) && lowest < here / 2) {
      best = lag;
      height = here * 1.15;
    }
  }
  return best;
}

function centredChanges(values: Float64Array): Float64Array {
  const n = Math.max(0, values.length - 1);
  const changes = new Float64Array(n);
  let sum = 0;
  for (let t = 0; t < n; t++) {
    changes[t] = (values[t + 1] as number) - (values[t] as number);
    sum += changes[t] as number;
  }
  return changes.map((change) => change - sum / n);
}

/** Values from which on a series that names no season is given one to try. */
const LONG_ENOUGH = 160;
const WEEKS_OF_A_YEAR = 52;

/**
 * The seasons to model where none or only one is known. Where no season shows in a long series, a year of weeks is
 * tried, the commonest season behind "none": ridge autoregressions ignore it where it is not there.
 * @param season steps of a period; 1 or less for none known; one not seen twice is none
 */
export function seasonsFor(values: Float64Array, season: number): Seasons {
  const { length } = values;
  if (season > length / 2) return { season: 1, longSeason: 1 };
  if (season > 1) return withLongSeason(season, length);
  if (length < LONG_ENOUGH) return { season: 1, longSeason: 1 };
  const found = detectSeason(values);
  return withLongSeason(WEEKS_OF_A_YEAR % found === 0 ? WEEKS_OF_A_YEAR : found, length);
}

/** Day lengths in steps of an hour, half an hour, a quarter, ten, five, two and one minutes. */
const DAYS = new Set([24, 48, 96, 144, 288, 720, 1440]);
const isDay = (season: number) => DAYS.has(season);

/** The week above a season that may be a day, where the series has three of them. */
function withLongSeason(season: number, length: number): Seasons {
  const week = 7 * season;
  return { season, longSeason: isDay(season) && length >= 3 * week ? week : season };
}
