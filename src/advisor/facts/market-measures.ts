/** Figures of one price history; NaN where it is too short. Returns are simple, percentages in percent. */

const SESSIONS_A_YEAR = 252;
/** Fewer returns than this say nothing about a tail of 5 %. */
const TAIL_OBSERVATIONS = 60;
const TAIL = 0.05;

/** Daily returns as fractions, one fewer than closes. A price that is not above 0 is a gap: no return on either side. */
export function returnsOf(close: Float64Array): Float64Array {
  const returns = new Float64Array(Math.max(0, close.length - 1));
  for (let i = 1; i < close.length; i++) {
    const [before, now] = [close[i - 1] ?? 0, close[i] ?? 0];
    returns[i - 1] = before > 0 && now > 0 ? now / before - 1 : Number.NaN;
  }
  return returns;
}

/** Change over the last `sessions` bars, percent. */
export function changeOver(close: Float64Array, sessions: number): number {
  const [before = Number.NaN, now = Number.NaN] = [close.at(-1 - sessions), close.at(-1)];
  return close.length > sessions && before > 0 && now > 0 ? 100 * (now / before - 1) : Number.NaN;
}

/** Sample standard deviation of the last `sessions` returns × √252, percent. */
export function volatilityOver(returns: Float64Array, sessions: number): number {
  const window = lastDefined(returns, sessions);
  if (window.length < sessions) return Number.NaN;
  const mean = window.reduce((sum, value) => sum + value, 0) / window.length;
  const squares = window.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return 100 * Math.sqrt((squares / (window.length - 1)) * SESSIONS_A_YEAR);
}

/** Largest fall from an earlier high within the last `sessions` bars, percent, ≥ 0. */
export function drawdownOver(close: Float64Array, sessions: number): number {
  if (close.length < 2) return Number.NaN;
  let peak = 0;
  let worst = 0;
  for (const price of close.subarray(Math.max(0, close.length - sessions))) {
    if (!(price > 0)) continue;
    peak = Math.max(peak, price);
    worst = Math.max(worst, 1 - price / peak);
  }
  return 100 * worst;
}

/** One-day value at risk and expected shortfall at 95 %, as positive losses in percent, of the past itself. */
export function tailOf(returns: Float64Array, sessions: number): { var95: number; cvar95: number } {
  const losses = lastDefined(returns, sessions)
    .map((value) => -100 * value)
    .sort();
  const n = losses.length;
  if (n < TAIL_OBSERVATIONS) return { var95: Number.NaN, cvar95: Number.NaN };
  const from = Math.min(n - 1, Math.ceil((1 - TAIL) * n) - 1);
  const tail = losses.subarray(from);
  return {
    var95: losses[from] ?? Number.NaN,
    cvar95: tail.reduce((sum, value) => sum + value, 0) / tail.length,
  };
}

/** Slope of the returns on the market's, on days both have one. */
export function betaOf(own: ReadonlyMap<string, number>, market: ReadonlyMap<string, number>): number {
  const pairs = [...own].flatMap(([date, value]): [number, number][] => {
    const other = market.get(date);
    return other === undefined || Number.isNaN(other) || Number.isNaN(value) ? [] : [[value, other]];
  });
  if (pairs.length < TAIL_OBSERVATIONS) return Number.NaN;
  const meanOwn = pairs.reduce((sum, [a]) => sum + a, 0) / pairs.length;
  const meanMarket = pairs.reduce((sum, [, b]) => sum + b, 0) / pairs.length;
  let covariance = 0;
  let variance = 0;
  for (const [a, b] of pairs) {
    covariance += (a - meanOwn) * (b - meanMarket);
    variance += (b - meanMarket) ** 2;
  }
  return variance > 0 ? covariance / variance : Number.NaN;
}

/** Cash paid per share over the last `sessions` bars, told by how total-return prices leave split-adjusted ones. */
export function dividendsOver(split: Float64Array, total: Float64Array, sessions: number): number {
  if (split.length < 2) return Number.NaN;
  let paid = 0;
  for (let i = Math.max(1, split.length - sessions); i < split.length; i++) {
    const before = split[i - 1] ?? 0;
    const kept = (total[i - 1] ?? 0) / before / ((total[i] ?? 0) / (split[i] ?? 0));
    if (before > 0 && kept < 1 - 1e-9) paid += (1 - kept) * before;
  }
  return paid;
}

function lastDefined(values: Float64Array, count: number): Float64Array {
  return values.filter(Number.isFinite).slice(-count);
}
