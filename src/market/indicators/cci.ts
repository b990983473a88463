import type { BarColumns } from '../bars.ts';
import { type Incremental, requirePeriod } from './incremental.ts';
import { Sma, sma } from './sma.ts';
import { typicalPrice } from './typical-price.ts';

type HighLowClose = Pick<BarColumns, 'high' | 'low' | 'close'>;

/**
 * Commodity channel index: distance of the typical price from its mean over `period` bars in units of 0.015 mean
 * absolute deviations; 0 where that is 0. (Lambert 1980)
 */
export function cci(
  bars: HighLowClose,
  period = 20,
  out: Float64Array = new Float64Array(bars.close.length),
): Float64Array {
  requirePeriod(period);
  const n = out.length;
  const price = new Float64Array(n);
  for (let i = 0; i < n; i++) price[i] = typicalPrice(bars, i);
  sma(price, period, out);
  for (let i = period - 1; i < n; i++) {
    const mean = out[i]!;
    out[i] = channelIndex(price[i]!, mean, meanDeviation(price, i - period + 1, i + 1, mean));
  }
  return out;
}

function channelIndex(price: number, mean: number, deviation: number): number {
  return deviation === 0 ? 0 : (price - mean) / (0.015 * deviation);
}

/** Two sums at a time, since each addition waits for the one before it. */
function meanDeviation(values: Float64Array, from: number, to: number, mean: number): number {
  let even = 0;
  let odd = 0;
  let i = from;
  for (; i + 1 < to; i += 2) {
    even += Math.abs(values[i]! - mean);
    odd += Math.abs(values[i + 1]! - mean);
  }
  if (i < to) even += Math.abs(values[i]! - mean);
  return (even + odd) / (to - from);
}

/** Twin of `cci`; a bar costs `period` additions. */
export class Cci implements Incremental<HighLowClose> {
  readonly value = Float64Array.of(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly period: number;
  private readonly mean: Sma;
  /** Each price twice, `period` apart, so that the window always lies in one piece. */
  private readonly prices: Float64Array;
  private readonly place = new Float64Array(1);

  constructor(period = 20) {
    this.period = period;
    this.mean = new Sma(period);
    this.prices = new Float64Array(2 * period);
    this.state = [this.value, this.place, this.prices, ...this.mean.state];
  }

  next(bars: HighLowClose, index: number): void {
    const { mean, prices, period } = this;
    const place = this.place[0]!;
    const price = typicalPrice(bars, index);
    prices[place] = prices[place + period] = price;
    mean.next(prices, place);
    this.place[0] = place + 1 === period ? 0 : place + 1;
    const average = mean.value[0]!;
    if (Number.isNaN(average)) return;
    const deviation = meanDeviation(prices, place + 1, place + 1 + period, average);
    this.value[0] = channelIndex(price, average, deviation);
  }
}
