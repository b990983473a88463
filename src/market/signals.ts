import { Bollinger } from './indicators/bollinger.ts';
import { restoreState, saveState } from './indicators/incremental.ts';
import { Macd } from './indicators/macd.ts';
import { Range } from './indicators/range.ts';
import { Rsi } from './indicators/rsi.ts';
import { Sma } from './indicators/sma.ts';

/** What the overview counts about one bar; the place in this list is the bit in a bar's flags. */
export const SIGNALS = [
  'sma50',
  'aboveSma50',
  'sma200',
  'aboveSma200',
  'goldenCross',
  'deathCross',
  'rsiUnder30',
  'rsi30To50',
  'rsi50To70',
  'rsiFrom70',
  'macd',
  'macdBullishCross',
  'macdBearishCross',
  'macdAboveSignal',
  'macdBelowSignal',
  'aboveUpperBand',
  'insideBands',
  'belowLowerBand',
  'newHigh',
  'newLow',
] as const;
export type Signal = (typeof SIGNALS)[number];

const BIT = Object.fromEntries(SIGNALS.map((signal, place) => [signal, 2 ** place])) as Record<
  Signal,
  number
>;

/** 52 weeks. */
const YEAR_SESSIONS = 252;

/**
 * Reads a symbol's split-adjusted bars in order and tells the signals of each. A cross compares this bar with the
 * one before (≤ 0, then > 0); a new high exceeds the highs of all 252 bars before. The reader serves many symbols:
 * its memory can be saved and restored.
 */
export class SignalReader {
  private readonly sma50 = new Sma(50);
  private readonly sma200 = new Sma(200);
  private readonly rsi = new Rsi(14);
  private readonly macd = new Macd(12, 26, 9);
  private readonly bands = new Bollinger(20, 2);
  private readonly year = new Range(YEAR_SESSIONS);
  private readonly bar = { high: new Float64Array(1), low: new Float64Array(1), close: new Float64Array(1) };
  readonly state = [this.sma50, this.sma200, this.rsi, this.macd, this.bands, this.year].flatMap(
    (indicator) => indicator.state,
  );
  private readonly blank = saveState(this);

  reset(): void {
    restoreState(this, this.blank);
  }

  /** Flags of the next bar. */
  next(high: number, low: number, close: number): number {
    const { sma50, sma200, rsi, macd, bands, year, bar } = this;
    const spreadBefore = sma50.value[0]! - sma200.value[0]!;
    const histogramBefore = macd.value[2]!;
    const extremes = (high > year.value[0]! ? BIT.newHigh : 0) | (low < year.value[1]! ? BIT.newLow : 0);
    bar.high[0] = high;
    bar.low[0] = low;
    bar.close[0] = close;
    sma50.next(bar.close, 0);
    sma200.next(bar.close, 0);
    rsi.next(bar.close, 0);
    macd.next(bar.close, 0);
    bands.next(bar.close, 0);
    year.next(bar, 0);
    return (
      extremes |
      averageFlags(close, sma50.value[0]!, sma200.value[0]!, spreadBefore) |
      rsiFlags(rsi.value[0]!) |
      macdFlags(macd.value[2]!, histogramBefore) |
      bandFlags(close, bands.value[0]!, bands.value[2]!)
    );
  }
}

function averageFlags(close: number, sma50: number, sma200: number, spreadBefore: number): number {
  const spread = sma50 - sma200;
  return (
    (Number.isNaN(sma50) ? 0 : BIT.sma50) |
    (close > sma50 ? BIT.aboveSma50 : 0) |
    (Number.isNaN(sma200) ? 0 : BIT.sma200) |
    (close > sma200 ? BIT.aboveSma200 : 0) |
    (spreadBefore <= 0 && spread > 0 ? BIT.goldenCross : 0) |
    (spreadBefore >= 0 && spread < 0 ? BIT.deathCross : 0)
  );
}

function rsiFlags(rsi: number): number {
  if (Number.isNaN(rsi)) return 0;
  if (rsi < 30) return BIT.rsiUnder30;
  if (rsi < 50) return BIT.rsi30To50;
  return rsi < 70 ? BIT.rsi50To70 : BIT.rsiFrom70;
}

function macdFlags(histogram: number, before: number): number {
  if (Number.isNaN(histogram)) return 0;
  return (
    BIT.macd |
    (histogram > 0 ? BIT.macdAboveSignal : 0) |
    (histogram < 0 ? BIT.macdBelowSignal : 0) |
    (before <= 0 && histogram > 0 ? BIT.macdBullishCross : 0) |
    (before >= 0 && histogram < 0 ? BIT.macdBearishCross : 0)
  );
}

function bandFlags(close: number, upper: number, lower: number): number {
  if (Number.isNaN(upper)) return 0;
  if (close > upper) return BIT.aboveUpperBand;
  return close < lower ? BIT.belowLowerBand : BIT.insideBands;
}
