import type { BarColumns } from '../bars.ts';
import { positivePart } from './branch-free.ts';
import { type Incremental, requirePeriod } from './incremental.ts';

type HighLowClose = Pick<BarColumns, 'high' | 'low' | 'close'>;

/** Span of a bar together with the previous close. */
export function trueRange(high: number, low: number, previousClose: number): number {
  return high - low + positivePart(previousClose - high) + positivePart(low - previousClose);
}

/**
 * Average true range with Wilder's smoothing, seeded with the mean of the first `period` true ranges (the first bar
 * has none); defined from bar `period` on. (Wilder 1978)
 */
export function atr(
  bars: HighLowClose,
  period = 14,
  out: Float64Array = new Float64Array(bars.close.length),
): Float64Array {
  requirePeriod(period);
  const { high, low, close } = bars;
  const n = close.length;
  out.fill(Number.NaN, 0, Math.min(n, period));
  if (n <= period) return out;
  const fresh = 1 / period;
  const kept = 1 - fresh;
  let average = 0;
  for (let i = 1; i < n; i++) {
    const span = trueRange(high[i]!, low[i]!, close[i - 1]!) * fresh;
    average = i <= period ? average + span : average * kept + span;
    if (i >= period) out[i] = average;
  }
  return out;
}

/** Twin of `atr`. */
export class Atr implements Incremental<HighLowClose> {
  readonly value = Float64Array.of(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly period: number;
  /** Bars seen up to `period + 1`, previous close, smoothed range. */
  private readonly memory = new Float64Array(3);

  constructor(period = 14) {
    requirePeriod(period);
    this.period = period;
    this.state = [this.value, this.memory];
  }

  next(bars: HighLowClose, index: number): void {
    const { period, memory } = this;
    const seen = memory[0]!;
    if (seen > 0) {
      const span = trueRange(bars.high[index]!, bars.low[index]!, memory[1]!) * (1 / period);
      memory[2] = memory[2]! * (seen <= period ? 1 : 1 - 1 / period) + span;
    }
    memory[0] = Math.min(seen + 1, period + 1);
    memory[1] = bars.close[index]!;
    if (seen >= period) this.value[0] = memory[2]!;
  }
}
