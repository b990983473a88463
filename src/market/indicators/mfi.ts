import type { BarColumns } from '../bars.ts';
import { exceeds } from './branch-free.ts';
import { type Incremental, requirePeriod } from './incremental.ts';
import { Sma, sma } from './sma.ts';
import { typicalPrice } from './typical-price.ts';

type PricedVolume = Pick<BarColumns, 'high' | 'low' | 'close' | 'volume'>;

/**
 * Money flow index: share of the last `period` bars' money flow (typical price × volume) that came with a rising
 * typical price, 0 … 100; defined from bar `period` on, 0 where no money flowed up or down. (Quong & Soudack 1989)
 */
export function mfi(
  bars: PricedVolume,
  period = 14,
  out: Float64Array = new Float64Array(bars.close.length),
): Float64Array {
  requirePeriod(period);
  const n = out.length;
  const rising = new Float64Array(n);
  const falling = new Float64Array(n);
  for (let i = 1; i < n; i++) {
    const price = typicalPrice(bars, i);
    const before = typicalPrice(bars, i - 1);
    const flow = price * bars.volume[i]!;
    rising[i] = flow * exceeds(price, before);
    falling[i] = flow * exceeds(before, price);
  }
  out.fill(Number.NaN, 0, Math.min(1, n));
  const up = sma(rising.subarray(1), period, out.subarray(1));
  const down = sma(falling.subarray(1), period, rising.subarray(1));
  for (let i = 0; i < up.length; i++) up[i] = flowIndex(up[i]!, down[i]!);
  return out;
}

function flowIndex(rising: number, falling: number): number {
  const total = rising + falling;
  return total === 0 ? 0 : 100 * (rising / total);
}

/** Twin of `mfi`. */
export class Mfi implements Incremental<PricedVolume> {
  readonly value = Float64Array.of(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly rising: Sma;
  private readonly falling: Sma;
  private readonly previousPrice = Float64Array.of(Number.NaN);
  private readonly flow = new Float64Array(2);

  constructor(period = 14) {
    this.rising = new Sma(period);
    this.falling = new Sma(period);
    this.state = [this.value, this.previousPrice, ...this.rising.state, ...this.falling.state];
  }

  next(bars: PricedVolume, index: number): void {
    const { flow, rising, falling } = this;
    const price = typicalPrice(bars, index);
    const before = this.previousPrice[0]!;
    this.previousPrice[0] = price;
    if (Number.isNaN(before)) return;
    const traded = price * bars.volume[index]!;
    flow[0] = traded * exceeds(price, before);
    flow[1] = traded * exceeds(before, price);
    rising.next(flow, 0);
    falling.next(flow, 1);
    this.value[0] = flowIndex(rising.value[0]!, falling.value[0]!);
  }
}
