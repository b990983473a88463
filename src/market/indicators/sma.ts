import { placeInBlock } from './blocks.ts';
import { type Incremental, requirePeriod } from './incremental.ts';

/** Simple moving average; defined from bar `period - 1` on. Sums by blocks, see `blocks.ts`. */
export function sma(
  values: Float64Array,
  period = 20,
  out: Float64Array = new Float64Array(values.length),
): Float64Array {
  requirePeriod(period);
  const n = values.length;
  const share = 1 / period;
  out.fill(Number.NaN, 0, Math.min(n, period - 1));
  for (let block = 0; block < n; block += period) {
    const anchor = values[block]!;
    if (block > 0) suffixSums(values, block, period, out);
    else if (period <= n) out[period - 1] = 0;
    const end = Math.min(block + period, n);
    let prefix = 0;
    for (let i = block; i < end; i++) {
      prefix += values[i]! - anchor;
      out[i] = anchor + (out[i]! + prefix) * share;
    }
  }
  return out;
}

/** Mean of the first `count` values. */
export function meanOf(values: Float64Array, count: number): number {
  const anchor = values[0]!;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i]! - anchor;
  return anchor + sum / count;
}

function suffixSums(values: Float64Array, block: number, period: number, out: Float64Array): void {
  const n = values.length;
  const anchor = values[block]!;
  let suffix = 0;
  let j = block - 1;
  for (; j + period > n; j--) suffix += values[j]! - anchor;
  if (block + period <= n) out[block + period - 1] = 0;
  for (; j > block - period; j--) {
    suffix += values[j]! - anchor;
    out[j + period - 1] = suffix;
  }
}

/** Twin of `sma`. */
export class Sma implements Incremental<Float64Array> {
  readonly value = Float64Array.of(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly period: number;
  private readonly slots: Float64Array;
  /** Count of `placeInBlock`, prefix sum and anchor of the block. */
  private readonly memory = new Float64Array(3);

  constructor(period = 20) {
    requirePeriod(period);
    this.period = period;
    this.slots = new Float64Array(period);
    this.state = [this.value, this.memory, this.slots];
  }

  next(values: Float64Array, index: number): void {
    const { period, slots, memory } = this;
    const x = values[index]!;
    const place = placeInBlock(memory, period);
    if (place === 0) this.startBlock(values, index);
    const anchor = memory[2]!;
    const prefix = memory[1]! + (x - anchor);
    const suffix = memory[0]! > period ? slots[place + 1]! : 0;
    slots[place] = x;
    memory[1] = prefix;
    if (memory[0]! >= period) this.value[0] = anchor + (suffix + prefix) * (1 / period);
  }

  private startBlock(values: Float64Array, index: number): void {
    const { memory, slots } = this;
    const anchor = values[index]!;
    let suffix = 0;
    for (let j = slots.length - 1; j > 0; j--) {
      suffix += slots[j]! - anchor;
      slots[j] = suffix;
    }
    memory[1] = 0;
    memory[2] = anchor;
  }
}
