import { placeInBlock } from './blocks.ts';
import { type Incremental, requirePeriod } from './incremental.ts';

export interface BollingerColumns {
  readonly upper: Float64Array;
  readonly middle: Float64Array;
  readonly lower: Float64Array;
}

function bollingerColumns(length: number): BollingerColumns {
  return {
    upper: new Float64Array(length),
    middle: new Float64Array(length),
    lower: new Float64Array(length),
  };
}

/**
 * Bollinger bands: moving average ± `deviations` population standard deviations; defined from bar `period - 1` on.
 * Sums by blocks, see `blocks.ts`; until a bar is reached its `middle` and `upper` keep the older block's sums.
 */
export function bollinger(
  values: Float64Array,
  period = 20,
  deviations = 2,
  out = bollingerColumns(values.length),
): BollingerColumns {
  requirePeriod(period);
  const { upper, middle, lower } = out;
  const n = values.length;
  const share = 1 / period;
  for (let block = 0; block < n; block += period) {
    const anchor = values[block]!;
    const end = Math.min(block + period, n);
    if (block > 0) suffixSums(values, block, period, out);
    else if (period <= n) middle[period - 1] = upper[period - 1] = 0;
    let sum = 0;
    let squares = 0;
    for (let i = block; i < end; i++) {
      const x = values[i]! - anchor;
      sum += x;
      squares += x * x;
      const offset = (middle[i]! + sum) * share;
      const width = deviations * deviation((upper[i]! + squares) * share - offset * offset);
      const mean = anchor + offset;
      middle[i] = mean;
      upper[i] = mean + width;
      lower[i] = mean - width;
    }
  }
  for (const column of [upper, middle, lower]) column.fill(Number.NaN, 0, Math.min(n, period - 1));
  return out;
}

/** Rounding can leave the variance of a nearly constant window a little below 0. */
function deviation(variance: number): number {
  return variance > 0 ? Math.sqrt(variance) : 0;
}

function suffixSums(values: Float64Array, block: number, period: number, out: BollingerColumns): void {
  const { upper, middle } = out;
  const n = values.length;
  const anchor = values[block]!;
  if (block + period <= n) middle[block + period - 1] = upper[block + period - 1] = 0;
  let sum = 0;
  let squares = 0;
  for (let j = block - 1; j > block - period; j--) {
    const x = values[j]! - anchor;
    sum += x;
    squares += x * x;
    if (j + period > n) continue;
    middle[j + period - 1] = sum;
    upper[j + period - 1] = squares;
  }
}

/** Twin of `bollinger`; `value` is upper, middle, lower. */
export class Bollinger implements Incremental<Float64Array> {
  readonly value = new Float64Array(3).fill(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly period: number;
  private readonly deviations: number;
  private readonly slots: Float64Array;
  private readonly squareSlots: Float64Array;
  /** Count of `placeInBlock`, sum, sum of squares and anchor of the block. */
  private readonly memory = new Float64Array(4);

  constructor(period = 20, deviations = 2) {
    requirePeriod(period);
    this.period = period;
    this.deviations = deviations;
    this.slots = new Float64Array(period);
    this.squareSlots = new Float64Array(period);
    this.state = [this.value, this.memory, this.slots, this.squareSlots];
  }

  next(values: Float64Array, index: number): void {
    const { period, slots, memory, value } = this;
    const place = placeInBlock(memory, period);
    if (place === 0) this.startBlock(values, index);
    const anchor = memory[3]!;
    const x = values[index]! - anchor;
    const older = memory[0]! > period;
    const share = 1 / period;
    const sum = memory[1]! + x;
    const squares = memory[2]! + x * x;
    const offset = ((older ? slots[place + 1]! : 0) + sum) * share;
    const meanSquare = ((older ? this.squareSlots[place + 1]! : 0) + squares) * share;
    slots[place] = values[index]!;
    memory[1] = sum;
    memory[2] = squares;
    if (memory[0]! < period) return;
    const width = this.deviations * deviation(meanSquare - offset * offset);
    value[0] = anchor + offset + width;
    value[1] = anchor + offset;
    value[2] = anchor + offset - width;
  }

  private startBlock(values: Float64Array, index: number): void {
    const { memory, slots, squareSlots } = this;
    const anchor = values[index]!;
    let sum = 0;
    let squares = 0;
    for (let j = slots.length - 1; j > 0; j--) {
      const x = slots[j]! - anchor;
      sum += x;
      squares += x * x;
      slots[j] = sum;
      squareSlots[j] = squares;
    }
    memory[1] = 0;
    memory[2] = 0;
    memory[3] = anchor;
  }
}
