import { logReturn, type PriceHistory } from '../price-history.ts';

const SHORT = 5;
const LONG = 20;
const RSI_LENGTH = 14;
const CLIP = 4;

/** The five features of the specification's model; as levels in units of the first price and volume. */
export const NAMED_FEATURES = ['price_ma_5', 'price_ma_20', 'volume_ma_5', 'price_std', 'rsi'] as const;
export const NAMED_SIZE = 1 + NAMED_FEATURES.length;
export const MARKET_SIZE = NAMED_SIZE + 5;

/**
 * Reads features bar by bar. `named` are the specification's as levels; `wide` the same five measured against the current
 * price, followed by the last moves of symbol and market and the state of volatility, each about as wide as a standard
 * normal. What is unknown is 0, the centre of each. Both start with a 1.
 */
export class PriceFeatures {
  readonly named = new Float64Array(NAMED_SIZE);
  readonly wide = new Float64Array(MARKET_SIZE);
  private readonly history: PriceHistory;
  /** The price that levels are measured in, and the one of the bar just read. */
  readonly priceUnit: number;
  price: number;
  private readonly volumeUnit: number;
  private gains = 0;
  private losses = 0;
  private marketVariance = 1e-4;
  private longSigma = 0;

  constructor(history: PriceHistory) {
    this.history = history;
    this.priceUnit = history.close[0]!;
    this.price = this.priceUnit;
    this.volumeUnit = Math.max(meanBefore(history.volume, LONG, LONG), 1);
    this.named[0] = 1;
    this.wide[0] = 1;
  }

  /** Takes in bar `i`; bars come one after another from 1 on. `sigma` is the forecast for the next day. */
  next(i: number, sigma: number): void {
    const { history, named, wide } = this;
    const { close, volume } = history;
    const price = close[i]!;
    this.price = price;
    const move = logReturn(history, i);
    const rsi = this.nextRsi(i);
    const averageShort = meanBefore(close, i + 1, SHORT);
    const averageLong = meanBefore(close, i + 1, LONG);
    const volumeShort = meanBefore(volume, i + 1, SHORT);
    const volumeLong = meanBefore(volume, i + 1, LONG);
    const spread = deviationBefore(close, i + 1, LONG, averageLong);
    named[1] = averageShort / this.priceUnit;
    named[2] = averageLong / this.priceUnit;
    named[3] = volumeShort / this.volumeUnit;
    named[4] = spread / this.priceUnit;
    named[5] = rsi / 100;
    this.longSigma += (sigma - this.longSigma) / Math.min(i, 1_000);
    wide[1] = clipped(Math.log(price / averageShort) / sigma);
    wide[2] = clipped(Math.log(price / averageLong) / (3 * sigma));
    wide[3] = volumeLong > 0 && volumeShort > 0 ? clipped(2 * Math.log(volumeShort / volumeLong)) : 0;
    wide[4] = clipped(spread / (2.5 * sigma * price) - 1);
    wide[5] = (rsi - 50) / 20;
    wide[6] = clipped(move / sigma);
    wide[7] = this.nextMarketMove(i);
    wide[8] = clipped(wide[6] - wide[7]);
    wide[9] = clipped(2 * Math.log(sigma / this.longSigma));
    wide[10] = clipped(wide[9] * wide[6]);
  }

  /** Wilder's relative strength index, 50 where nothing moved. */
  private nextRsi(i: number): number {
    const { close } = this.history;
    const change = close[i]! - close[i - 1]!;
    const weight = 1 / Math.min(i, RSI_LENGTH);
    this.gains += weight * (Math.max(change, 0) - this.gains);
    this.losses += weight * (Math.max(-change, 0) - this.losses);
    const total = this.gains + this.losses;
    return total > 0 ? (100 * this.gains) / total : 50;
  }

  private nextMarketMove(i: number): number {
    const move = this.history.market?.[i] ?? Number.NaN;
    if (!Number.isFinite(move)) return 0;
    const scaled = clipped(move / Math.sqrt(this.marketVariance));
    this.marketVariance = Math.max(0.97 * this.marketVariance + 0.03 * move * move, 1e-12);
    return scaled;
  }
}

function clipped(value: number): number {
  return Number.isFinite(value) ? Math.max(-CLIP, Math.min(CLIP, value)) : 0;
}

/** Mean of the `length` values before index `end`; of as many as there are. 0 where there are none. */
function meanBefore(values: Float64Array | undefined, end: number, length: number): number {
  if (values === undefined) return 0;
  const last = Math.min(end, values.length);
  const start = Math.max(0, end - length);
  let sum = 0;
  for (let i = start; i < last; i++) sum += values[i]!;
  return last > start ? sum / (last - start) : 0;
}

function deviationBefore(values: Float64Array, end: number, length: number, mean: number): number {
  const start = Math.max(0, end - length);
  let sum = 0;
  for (let i = start; i < end; i++) sum += (values[i]! - mean) ** 2;
  return Math.sqrt(sum / Math.max(end - start - 1, 1));
}
