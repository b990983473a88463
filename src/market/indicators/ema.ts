import { type Incremental, requirePeriod } from './incremental.ts';
import { meanOf } from './sma.ts';

/** Exponential moving average with factor 2/(period + 1), seeded with the mean of the first `period` values. */
export function ema(
  values: Float64Array,
  period = 20,
  out: Float64Array = new Float64Array(values.length),
): Float64Array {
  requirePeriod(period);
  const n = values.length;
  out.fill(Number.NaN, 0, Math.min(n, period - 1));
  if (n < period) return out;
  const factor = 2 / (period + 1);
  let average = meanOf(values, period);
  out[period - 1] = average;
  for (let i = period; i < n; i++) {
    average += factor * (values[i]! - average);
    out[i] = average;
  }
  return out;
}

/** Twin of `ema`. */
export class Ema implements Incremental<Float64Array> {
  readonly value = Float64Array.of(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly period: number;
  /** Values seen up to `period`, sum of the seed's differences from its first value, that first value. */
  private readonly memory = new Float64Array(3);

  constructor(period = 20) {
    requirePeriod(period);
    this.period = period;
    this.state = [this.value, this.memory];
  }

  next(values: Float64Array, index: number): void {
    const { period, memory, value } = this;
    const x = values[index]!;
    if (memory[0] === period) {
      value[0] = value[0]! + (2 / (period + 1)) * (x - value[0]!);
      return;
    }
    if (memory[0] === 0) memory[2] = x;
    memory[0] = memory[0]! + 1;
    memory[1] = memory[1]! + (x - memory[2]!);
    if (memory[0] === period) value[0] = memory[2]! + memory[1] / period;
  }
}
