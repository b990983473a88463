import { sma } from './indicators/sma.ts';
import type { Trend, TrendComponents, TrendState } from './universe-types.ts';

const BULLISH = 0.33;
const HYSTERESIS = 0.1;
const SLOPE_SESSIONS = 63;
const SIGNIFICANT_T = 2;

/** Components, score and state of every session; NaN where undefined. */
export interface TrendSeries {
  readonly components: Record<keyof TrendComponents, Float64Array>;
  readonly score: Float64Array;
  /** 1 bullish, −1 bearish, 0 neutral. */
  readonly state: Int8Array;
}

/** Breadth of a market by session, scaled to [−1, 1]; a single symbol has none. */
export interface Breadth {
  readonly above50: Float64Array;
  readonly advanceDecline: Float64Array;
}

/**
 * Trend of a price or index level: the score is the mean of the defined components, all in [−1, 1]; bullish above
 * 0.33, bearish below −0.33, and a state once taken is left only 0.1 inside its threshold, so it depends on the path.
 */
export function trendSeries(levels: Float64Array, breadth?: Breadth): TrendSeries {
  const logs = levels.map(Math.log);
  const sma200 = sma(levels, 200);
  const sma50 = sma(levels, 50);
  const none = new Float64Array(levels.length).fill(Number.NaN);
  const components = {
    priceVsSma200: levels.map((level, i) => Math.sign(level - sma200[i]!)),
    sma50VsSma200: sma50.map((average, i) => Math.sign(average - sma200[i]!)),
    slope63d: logs.map((_, i) => slopeSign(logs, i)),
    breadth50: breadth?.above50 ?? none,
    advanceDecline10d: breadth?.advanceDecline ?? none,
  };
  const columns = Object.values(components);
  const score = levels.map((_, i) => meanOfDefined(columns, i));
  return { components, score, state: states(score) };
}

/** NaN where no column is defined. */
function meanOfDefined(columns: readonly Float64Array[], i: number): number {
  let sum = 0;
  let defined = 0;
  for (const column of columns) {
    if (Number.isNaN(column[i]!)) continue;
    sum += column[i]!;
    defined++;
  }
  return sum / defined;
}

/** An undefined score is neutral. */
function states(score: Float64Array): Int8Array {
  const states = new Int8Array(score.length);
  let state = 0;
  for (let i = 0; i < score.length; i++) {
    const value = score[i]!;
    if (value > BULLISH) state = 1;
    else if (value < -BULLISH) state = -1;
    else if (!(value * state >= BULLISH - HYSTERESIS)) state = 0;
    states[i] = state;
  }
  return states;
}

/**
 * Sign of the least-squares slope of the log level over the 63 sessions up to `end`, 0 where |t| ≤ 2. Differences
 * from the first value make a flat line exactly flat.
 */
function slopeSign(logs: Float64Array, end: number): number {
  const n = SLOPE_SESSIONS;
  const start = end - n + 1;
  if (start < 0) return Number.NaN;
  const origin = logs[start]!;
  const middle = (n - 1) / 2;
  let sum = 0;
  let squares = 0;
  let products = 0;
  for (let k = 0; k < n; k++) {
    const rise = logs[start + k]! - origin;
    sum += rise;
    squares += rise * rise;
    products += (k - middle) * rise;
  }
  const squaredTimes = (n * (n * n - 1)) / 12;
  const explained = products ** 2 / squaredTimes;
  const unexplained = squares - sum ** 2 / n - explained;
  if (Number.isNaN(products)) return Number.NaN;
  return explained * (n - 2) > SIGNIFICANT_T ** 2 * unexplained ? Math.sign(products) : 0;
}

const STATES: Record<number, TrendState> = { 1: 'bullish', 0: 'neutral', [-1]: 'bearish' };

/** The trend of one session. */
export function trendAt({ components, score, state }: TrendSeries, session: number): Trend {
  const at = (column: Float64Array) => definedOrNull(column[session]);
  return {
    trend: STATES[state[session] ?? 0] ?? 'neutral',
    score: at(score),
    components: {
      priceVsSma200: at(components.priceVsSma200),
      sma50VsSma200: at(components.sma50VsSma200),
      slope63d: at(components.slope63d),
      breadth50: at(components.breadth50),
      advanceDecline10d: at(components.advanceDecline10d),
    },
  };
}

function definedOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
