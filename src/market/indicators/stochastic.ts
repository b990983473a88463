import type { BarColumns } from '../bars.ts';
import { type Incremental, requirePeriod } from './incremental.ts';
import { Range, range } from './range.ts';
import { Sma, sma } from './sma.ts';

type HighLowClose = Pick<BarColumns, 'high' | 'low' | 'close'>;

export interface StochasticColumns {
  readonly k: Float64Array;
  readonly d: Float64Array;
}

function stochasticColumns(length: number): StochasticColumns {
  return { k: new Float64Array(length), d: new Float64Array(length) };
}

/** Place of a close between the extremes, 0 … 100; 0 where they are equal. */
function placeInRange(close: number, highest: number, lowest: number): number {
  const span = highest - lowest;
  return span === 0 ? 0 : 100 * ((close - lowest) / span);
}

/**
 * Fast stochastic: %K over `period` bars, %D its moving average over `smoothing`. Both are defined from the bar on
 * which %D is. (Lane)
 */
export function fastStochastic(
  bars: HighLowClose,
  period = 14,
  smoothing = 3,
  out = stochasticColumns(bars.close.length),
): StochasticColumns {
  requirePeriod(smoothing, 'smoothing');
  const { k, d } = out;
  const n = k.length;
  rawK(bars, period, k, d);
  sma(k.subarray(period - 1), smoothing, d.subarray(period - 1));
  k.fill(Number.NaN, 0, Math.min(n, period + smoothing - 2));
  d.fill(Number.NaN, 0, Math.min(n, period - 1));
  return out;
}

/** Slow stochastic: %K is the fast %D, %D the moving average of that over `smoothing` again. */
export function slowStochastic(
  bars: HighLowClose,
  period = 14,
  smoothing = 3,
  out = stochasticColumns(bars.close.length),
): StochasticColumns {
  const { k, d } = out;
  fastStochastic(bars, period, smoothing, { k: d, d: k });
  const first = Math.min(k.length, period + smoothing - 2);
  sma(k.subarray(first), smoothing, d.subarray(first));
  d.fill(Number.NaN, 0, first);
  k.fill(Number.NaN, 0, Math.min(k.length, first + smoothing - 1));
  return out;
}

/** Raw %K into `k`; `scratch` is overwritten. */
function rawK(bars: HighLowClose, period: number, k: Float64Array, scratch: Float64Array): void {
  range(bars, period, { highest: k, lowest: scratch });
  for (let i = period - 1; i < k.length; i++) k[i] = placeInRange(bars.close[i]!, k[i]!, scratch[i]!);
}

/** Twin of `fastStochastic`; `value` is %K, %D. */
export class FastStochastic implements Incremental<HighLowClose> {
  readonly value = new Float64Array(2).fill(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly range: Range;
  private readonly average: Sma;
  private readonly raw = new Float64Array(1);

  constructor(period = 14, smoothing = 3) {
    this.range = new Range(period);
    this.average = new Sma(smoothing);
    this.state = [this.value, ...this.range.state, ...this.average.state];
  }

  next(bars: HighLowClose, index: number): void {
    const { range, average, raw, value } = this;
    range.next(bars, index);
    if (Number.isNaN(range.value[0]!)) return;
    raw[0] = placeInRange(bars.close[index]!, range.value[0]!, range.value[1]!);
    average.next(raw, 0);
    value[1] = average.value[0]!;
    if (!Number.isNaN(value[1])) value[0] = raw[0];
  }
}

/** Twin of `slowStochastic`; `value` is %K, %D. */
export class SlowStochastic implements Incremental<HighLowClose> {
  readonly value = new Float64Array(2).fill(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly fast: FastStochastic;
  private readonly average: Sma;

  constructor(period = 14, smoothing = 3) {
    this.fast = new FastStochastic(period, smoothing);
    this.average = new Sma(smoothing);
    this.state = [this.value, ...this.fast.state, ...this.average.state];
  }

  next(bars: HighLowClose, index: number): void {
    const { fast, average, value } = this;
    fast.next(bars, index);
    if (Number.isNaN(fast.value[1]!)) return;
    average.next(fast.value, 1);
    value[1] = average.value[0]!;
    if (!Number.isNaN(value[1])) value[0] = fast.value[1]!;
  }
}
