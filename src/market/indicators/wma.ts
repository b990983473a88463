import { placeInBlock } from './blocks.ts';
import { type Incremental, requirePeriod } from './incremental.ts';

/** Weighted moving average, weights 1 … `period`, the newest heaviest. Sums by blocks, see `blocks.ts`. */
export function wma(
  values: Float64Array,
  period = 20,
  out: Float64Array = new Float64Array(values.length),
): Float64Array {
  requirePeriod(period);
  const n = values.length;
  const share = 2 / (period * (period + 1));
  out.fill(Number.NaN, 0, Math.min(n, period - 1));
  for (let block = 0; block < n; block += period) {
    const anchor = values[block]!;
    const end = Math.min(block + period, n);
    if (block > 0) weightedSuffixSums(values, block, period, out);
    else if (period <= n) out[period - 1] = 0;
    let sum = 0;
    let weighted = 0;
    for (let i = block; i < end; i++) {
      const place = i - block;
      const x = values[i]! - anchor;
      sum += x;
      weighted += (place + 1) * x;
      out[i] = anchor + (out[i]! + (period - place - 1) * sum + weighted) * share;
    }
  }
  return out;
}

function weightedSuffixSums(values: Float64Array, block: number, period: number, out: Float64Array): void {
  const n = values.length;
  const anchor = values[block]!;
  let sum = 0;
  let weighted = 0;
  if (block + period <= n) out[block + period - 1] = 0;
  for (let j = block - 1; j > block - period; j--) {
    sum += values[j]! - anchor;
    weighted += sum;
    if (j + period <= n) out[j + period - 1] = weighted;
  }
}

/** Twin of `wma`. */
export class Wma implements Incremental<Float64Array> {
  readonly value = Float64Array.of(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly period: number;
  private readonly slots: Float64Array;
  /** Count of `placeInBlock`, sum, weighted sum and anchor of the block. */
  private readonly memory = new Float64Array(4);

  constructor(period = 20) {
    requirePeriod(period);
    this.period = period;
    this.slots = new Float64Array(period);
    this.state = [this.value, this.memory, this.slots];
  }

  next(values: Float64Array, index: number): void {
    const { period, slots, memory } = this;
    const place = placeInBlock(memory, period);
    if (place === 0) this.startBlock(values, index);
    const anchor = memory[3]!;
    const x = values[index]! - anchor;
    const sum = memory[1]! + x;
    const weighted = memory[2]! + (place + 1) * x;
    const suffix = memory[0]! > period ? slots[place + 1]! : 0;
    slots[place] = values[index]!;
    memory[1] = sum;
    memory[2] = weighted;
    if (memory[0]! < period) return;
    const share = 2 / (period * (period + 1));
    this.value[0] = anchor + (suffix + (period - place - 1) * sum + weighted) * share;
  }

  private startBlock(values: Float64Array, index: number): void {
    const { memory, slots } = this;
    const anchor = values[index]!;
    let sum = 0;
    let weighted = 0;
    for (let j = slots.length - 1; j > 0; j--) {
      sum += slots[j]! - anchor;
      weighted += sum;
      slots[j] = weighted;
    }
    memory[1] = 0;
    memory[2] = 0;
    memory[3] = anchor;
  }
}
