import { Ema } from './ema.ts';
import { type Incremental, requirePeriod } from './incremental.ts';
import { meanOf } from './sma.ts';

export interface MacdColumns {
  readonly macd: Float64Array;
  readonly signal: Float64Array;
  readonly histogram: Float64Array;
}

function macdColumns(length: number): MacdColumns {
  return {
    macd: new Float64Array(length),
    signal: new Float64Array(length),
    histogram: new Float64Array(length),
  };
}

/**
 * Moving average convergence/divergence: fast minus slow EMA, its EMA as signal, and their difference. Both EMAs
 * start on bar `slow - 1`, the fast one with the mean of the `fast` values up to there; all three are defined from
 * bar `slow + signal - 2` on. Throws RangeError unless fast < slow.
 */
export function macd(
  values: Float64Array,
  fast = 12,
  slow = 26,
  signal = 9,
  out = macdColumns(values.length),
): MacdColumns {
  requirePeriods(fast, slow, signal);
  const n = values.length;
  const first = slow + signal - 2;
  for (const column of [out.macd, out.signal, out.histogram]) column.fill(Number.NaN, 0, Math.min(n, first));
  if (n <= first) return out;
  const fastFactor = 2 / (fast + 1);
  const slowFactor = 2 / (slow + 1);
  const signalFactor = 2 / (signal + 1);
  let fastEma = meanOf(values.subarray(slow - fast), fast);
  let slowEma = meanOf(values, slow);
  const anchor = fastEma - slowEma;
  let seed = 0;
  for (let i = slow; i <= first; i++) {
    fastEma += fastFactor * (values[i]! - fastEma);
    slowEma += slowFactor * (values[i]! - slowEma);
    seed += fastEma - slowEma - anchor;
  }
  let signalEma = anchor + seed / signal;
  put(out, first, fastEma - slowEma, signalEma);
  for (let i = first + 1; i < n; i++) {
    fastEma += fastFactor * (values[i]! - fastEma);
    slowEma += slowFactor * (values[i]! - slowEma);
    signalEma += signalFactor * (fastEma - slowEma - signalEma);
    put(out, i, fastEma - slowEma, signalEma);
  }
  return out;
}

function put(out: MacdColumns, i: number, line: number, signal: number): void {
  out.macd[i] = line;
  out.signal[i] = signal;
  out.histogram[i] = line - signal;
}

function requirePeriods(fast: number, slow: number, signal: number): void {
  requirePeriod(fast, 'fast');
  requirePeriod(slow, 'slow');
  requirePeriod(signal, 'signal');
  if (fast >= slow) throw new RangeError(`fast (${fast}) must be smaller than slow (${slow}).`);
}

/** Twin of `macd`; `value` is macd, signal, histogram. */
export class Macd implements Incremental<Float64Array> {
  readonly value = new Float64Array(3).fill(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly slow: number;
  private readonly skipped: number;
  private readonly fastEma: Ema;
  private readonly slowEma: Ema;
  private readonly signalEma: Ema;
  private readonly line = new Float64Array(1);
  private readonly seen = new Float64Array(1);

  constructor(fast = 12, slow = 26, signal = 9) {
    requirePeriods(fast, slow, signal);
    this.slow = slow;
    this.skipped = slow - fast;
    this.fastEma = new Ema(fast);
    this.slowEma = new Ema(slow);
    this.signalEma = new Ema(signal);
    this.state = [
      this.value,
      this.seen,
      ...this.fastEma.state,
      ...this.slowEma.state,
      ...this.signalEma.state,
    ];
  }

  next(values: Float64Array, index: number): void {
    const { seen, line, value } = this;
    const count = Math.min(seen[0]! + 1, this.slow);
    seen[0] = count;
    this.slowEma.next(values, index);
    if (count > this.skipped) this.fastEma.next(values, index);
    if (count < this.slow) return;
    line[0] = this.fastEma.value[0]! - this.slowEma.value[0]!;
    this.signalEma.next(line, 0);
    const signal = this.signalEma.value[0]!;
    value[0] = Number.isNaN(signal) ? Number.NaN : line[0];
    value[1] = signal;
    value[2] = line[0] - signal;
  }
}
