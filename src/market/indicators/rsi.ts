import { positivePart } from './branch-free.ts';
import { type Incremental, requirePeriod } from './incremental.ts';

/**
 * Relative strength index with Wilder's smoothing, seeded with the means of the first `period` gains and losses;
 * defined from bar `period` on, in [0, 100], 0 where nothing has moved. (Wilder 1978)
 */
export function rsi(
  values: Float64Array,
  period = 14,
  out: Float64Array = new Float64Array(values.length),
): Float64Array {
  requirePeriod(period);
  const n = values.length;
  out.fill(Number.NaN, 0, Math.min(n, period));
  if (n <= period) return out;
  const fresh = 1 / period;
  const kept = 1 - fresh;
  let gain = 0;
  let loss = 0;
  for (let i = 1; i <= period; i++) {
    const change = values[i]! - values[i - 1]!;
    const up = positivePart(change);
    gain += up * fresh;
    loss += (up - change) * fresh;
  }
  out[period] = strength(gain, loss);
  for (let i = period + 1; i < n; i++) {
    const change = values[i]! - values[i - 1]!;
    const up = positivePart(change);
    gain = gain * kept + up * fresh;
    loss = loss * kept + (up - change) * fresh;
    out[i] = strength(gain, loss);
  }
  return out;
}

function strength(gain: number, loss: number): number {
  const total = gain + loss;
  return total === 0 ? 0 : 100 * (gain / total);
}

/** Twin of `rsi`. */
export class Rsi implements Incremental<Float64Array> {
  readonly value = Float64Array.of(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly period: number;
  /** Values seen up to `period + 1`, the last of them, smoothed gain, smoothed loss. */
  private readonly memory = new Float64Array(4);

  constructor(period = 14) {
    requirePeriod(period);
    this.period = period;
    this.state = [this.value, this.memory];
  }

  next(values: Float64Array, index: number): void {
    const { period, memory } = this;
    const x = values[index]!;
    const seen = memory[0]!;
    const change = seen === 0 ? 0 : x - memory[1]!;
    const up = positivePart(change);
    const fresh = 1 / period;
    const kept = seen <= period ? 1 : 1 - fresh;
    memory[1] = x;
    memory[2] = memory[2]! * kept + up * fresh;
    memory[3] = memory[3]! * kept + (up - change) * fresh;
    memory[0] = Math.min(seen + 1, period + 1);
    if (seen >= period) this.value[0] = strength(memory[2], memory[3]);
  }
}
