import type { BarColumns } from '../bars.ts';
import { exceeds } from './branch-free.ts';
import type { Incremental } from './incremental.ts';

type CloseVolume = Pick<BarColumns, 'close' | 'volume'>;

/** On-balance volume, starting at the first bar's volume. (Granville 1963) */
export function obv(
  bars: CloseVolume,
  out: Float64Array = new Float64Array(bars.close.length),
): Float64Array {
  const { close, volume } = bars;
  const n = close.length;
  let balance = n === 0 ? 0 : volume[0]!;
  if (n > 0) out[0] = balance;
  for (let i = 1; i < n; i++) {
    balance += direction(close[i]!, close[i - 1]!) * volume[i]!;
    out[i] = balance;
  }
  return out;
}

function direction(now: number, before: number): number {
  return exceeds(now, before) - exceeds(before, now);
}

/** Twin of `obv`. */
export class Obv implements Incremental<CloseVolume> {
  readonly value = Float64Array.of(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly previousClose = Float64Array.of(Number.NaN);

  constructor() {
    this.state = [this.value, this.previousClose];
  }

  next(bars: CloseVolume, index: number): void {
    const close = bars.close[index]!;
    const volume = bars.volume[index]!;
    const before = this.previousClose[0]!;
    this.value[0] = Number.isNaN(before) ? volume : this.value[0]! + direction(close, before) * volume;
    this.previousClose[0] = close;
  }
}
