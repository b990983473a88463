import type { BarColumns } from '../bars.ts';
import type { Incremental } from './incremental.ts';
import { Range, range } from './range.ts';

type HighLowClose = Pick<BarColumns, 'high' | 'low' | 'close'>;

/** Williams %R over `period` bars, −100 … 0; 0 where highest and lowest are equal. (Williams 1973) */
export function williamsR(
  bars: HighLowClose,
  period = 14,
  out: Float64Array = new Float64Array(bars.close.length),
): Float64Array {
  const { highest, lowest } = range(bars, period, { highest: out, lowest: new Float64Array(out.length) });
  for (let i = period - 1; i < out.length; i++) {
    out[i] = percentBelowHigh(bars.close[i]!, highest[i]!, lowest[i]!);
  }
  return out;
}

function percentBelowHigh(close: number, highest: number, lowest: number): number {
  const span = highest - lowest;
  return span === 0 ? 0 : 100 * ((close - highest) / span);
}

/** Twin of `williamsR`. */
export class WilliamsR implements Incremental<HighLowClose> {
  readonly value = Float64Array.of(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly range: Range;

  constructor(period = 14) {
    this.range = new Range(period);
    this.state = [this.value, ...this.range.state];
  }

  next(bars: HighLowClose, index: number): void {
    const { value } = this.range;
    this.range.next(bars, index);
    if (!Number.isNaN(value[0]!)) this.value[0] = percentBelowHigh(bars.close[index]!, value[0]!, value[1]!);
  }
}
