import type { BarColumns } from '../bars.ts';
import { placeInBlock } from './blocks.ts';
import { type Incremental, requirePeriod } from './incremental.ts';

export interface RangeColumns {
  readonly highest: Float64Array;
  readonly lowest: Float64Array;
}

type HighLow = Pick<BarColumns, 'high' | 'low'>;

/** Highest high and lowest low of the last `period` bars; defined from bar `period - 1` on. See `blocks.ts`. */
export function range(
  bars: HighLow,
  period = 14,
  out: RangeColumns = {
    highest: new Float64Array(bars.high.length),
    lowest: new Float64Array(bars.high.length),
  },
): RangeColumns {
  requirePeriod(period);
  const { high, low } = bars;
  const { highest, lowest } = out;
  const n = high.length;
  for (let block = 0; block < n; block += period) {
    suffixExtremes(bars, block, period, out);
    const end = Math.min(block + period, n);
    let top = -Infinity;
    let bottom = Infinity;
    for (let i = block; i < end; i++) {
      top = Math.max(top, high[i]!);
      bottom = Math.min(bottom, low[i]!);
      highest[i] = Math.max(top, highest[i]!);
      lowest[i] = Math.min(bottom, lowest[i]!);
    }
  }
  highest.fill(Number.NaN, 0, Math.min(n, period - 1));
  lowest.fill(Number.NaN, 0, Math.min(n, period - 1));
  return out;
}

/** Sets each bar of the block to the extremes of those bars of the block before that are still in its window. */
function suffixExtremes(bars: HighLow, block: number, period: number, out: RangeColumns): void {
  const { high, low } = bars;
  const n = high.length;
  let top = -Infinity;
  let bottom = Infinity;
  for (let j = block - 1; j >= block - period; j--) {
    const i = j + period;
    if (i < n) {
      out.highest[i] = top;
      out.lowest[i] = bottom;
    }
    if (block === 0) continue;
    top = Math.max(top, high[j]!);
    bottom = Math.min(bottom, low[j]!);
  }
}

/** Twin of `range`; `value` is highest, lowest. */
export class Range implements Incremental<HighLow> {
  readonly value = new Float64Array(2).fill(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly period: number;
  private readonly highs: Float64Array;
  private readonly lows: Float64Array;
  /** Count of `placeInBlock`, highest and lowest of the block. */
  private readonly memory = new Float64Array(3);

  constructor(period = 14) {
    requirePeriod(period);
    this.period = period;
    this.highs = new Float64Array(period);
    this.lows = new Float64Array(period);
    this.state = [this.value, this.memory, this.highs, this.lows];
  }

  next(bars: HighLow, index: number): void {
    const { period, highs, lows, memory } = this;
    const place = placeInBlock(memory, period);
    if (place === 0) this.startBlock();
    memory[1] = Math.max(memory[1]!, bars.high[index]!);
    memory[2] = Math.min(memory[2]!, bars.low[index]!);
    highs[place] = bars.high[index]!;
    lows[place] = bars.low[index]!;
    if (memory[0]! < period) return;
    const older = memory[0]! > period;
    this.value[0] = older ? Math.max(memory[1], highs[place + 1]!) : memory[1];
    this.value[1] = older ? Math.min(memory[2], lows[place + 1]!) : memory[2];
  }

  private startBlock(): void {
    const { highs, lows, memory } = this;
    for (let j = highs.length - 2; j > 0; j--) {
      highs[j] = Math.max(highs[j]!, highs[j + 1]!);
      lows[j] = Math.min(lows[j]!, lows[j + 1]!);
    }
    memory[1] = -Infinity;
    memory[2] = Infinity;
  }
}
