import type { BarColumns } from '../bars.ts';
import { trueRange } from './atr.ts';
import { exceeds, positivePart } from './branch-free.ts';
import { type Incremental, requirePeriod } from './incremental.ts';

type HighLowClose = Pick<BarColumns, 'high' | 'low' | 'close'>;

export interface AdxColumns {
  readonly plusDi: Float64Array;
  readonly minusDi: Float64Array;
  readonly adx: Float64Array;
}

function adxColumns(length: number): AdxColumns {
  return {
    plusDi: new Float64Array(length),
    minusDi: new Float64Array(length),
    adx: new Float64Array(length),
  };
}

/**
 * Directional indicators +DI and −DI (from bar `period` on) and the average directional index (from bar
 * 2·`period` − 1 on). Movements and ranges are sums over the first `period - 1` bars, then smoothed by Wilder; the
 * ADX starts as the mean of `period` directional indices and keeps its value where both indicators are 0.
 * (Wilder 1978)
 */
export function adx(bars: HighLowClose, period = 14, out = adxColumns(bars.close.length)): AdxColumns {
  requirePeriod(period);
  const { high, low, close } = bars;
  const { plusDi, minusDi } = out;
  const n = close.length;
  const kept = 1 - 1 / period;
  let plus = 0;
  let minus = 0;
  let span = 0;
  for (let i = 1; i < n; i++) {
    const up = positivePart(high[i]! - high[i - 1]!);
    const down = positivePart(low[i - 1]! - low[i]!);
    const decay = i < period ? 1 : kept;
    plus = plus * decay + up * exceeds(up, down);
    minus = minus * decay + down * exceeds(down, up);
    span = span * decay + trueRange(high[i]!, low[i]!, close[i - 1]!);
    plusDi[i] = span === 0 ? 0 : 100 * (plus / span);
    minusDi[i] = span === 0 ? 0 : 100 * (minus / span);
  }
  plusDi.fill(Number.NaN, 0, Math.min(n, period));
  minusDi.fill(Number.NaN, 0, Math.min(n, period));
  averageIndex(out, period);
  return out;
}

function averageIndex(columns: AdxColumns, period: number): void {
  const { plusDi, minusDi, adx } = columns;
  const n = adx.length;
  const first = 2 * period - 1;
  let average = 0;
  for (let i = period; i < n; i++) {
    average = smoothed(average, plusDi[i]!, minusDi[i]!, period, i <= first);
    adx[i] = average;
  }
  adx.fill(Number.NaN, 0, Math.min(n, first));
}

/** One more directional index into the average; while seeding, indices are only added up. */
function smoothed(
  average: number,
  plusDi: number,
  minusDi: number,
  period: number,
  seeding: boolean,
): number {
  const total = plusDi + minusDi;
  if (total === 0) return average;
  const index = 100 * (Math.abs(plusDi - minusDi) / total);
  return average * (seeding ? 1 : 1 - 1 / period) + index / period;
}

/** Twin of `adx`; `value` is +DI, −DI, ADX. */
export class Adx implements Incremental<HighLowClose> {
  readonly value = new Float64Array(3).fill(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly period: number;
  /** Bars seen up to 2·`period`, previous high, low and close, movements up and down, range, average index. */
  private readonly memory = new Float64Array(8);

  constructor(period = 14) {
    requirePeriod(period);
    this.period = period;
    this.state = [this.value, this.memory];
  }

  next(bars: HighLowClose, index: number): void {
    const { period, memory } = this;
    const seen = memory[0]!;
    const high = bars.high[index]!;
    const low = bars.low[index]!;
    if (seen > 0) this.addMovement(high, low, seen < period ? 1 : 1 - 1 / period);
    if (seen >= period) this.updateValue(seen);
    memory[0] = Math.min(seen + 1, 2 * period);
    memory[1] = high;
    memory[2] = low;
    memory[3] = bars.close[index]!;
  }

  private addMovement(high: number, low: number, decay: number): void {
    const { memory } = this;
    const up = positivePart(high - memory[1]!);
    const down = positivePart(memory[2]! - low);
    memory[4] = memory[4]! * decay + up * exceeds(up, down);
    memory[5] = memory[5]! * decay + down * exceeds(down, up);
    memory[6] = memory[6]! * decay + trueRange(high, low, memory[3]!);
  }

  private updateValue(seen: number): void {
    const { period, memory, value } = this;
    const span = memory[6]!;
    const plusDi = span === 0 ? 0 : 100 * (memory[4]! / span);
    const minusDi = span === 0 ? 0 : 100 * (memory[5]! / span);
    const first = 2 * period - 1;
    memory[7] = smoothed(memory[7]!, plusDi, minusDi, period, seen <= first);
    value[0] = plusDi;
    value[1] = minusDi;
    if (seen >= first) value[2] = memory[7];
  }
}
