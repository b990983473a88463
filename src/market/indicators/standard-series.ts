import type { BarColumns } from '../bars.ts';
import { adx } from './adx.ts';
import { atr } from './atr.ts';
import { bollinger } from './bollinger.ts';
import { cci } from './cci.ts';
import { ema } from './ema.ts';
import { macd } from './macd.ts';
import { mfi } from './mfi.ts';
import { obv } from './obv.ts';
import { roc } from './roc.ts';
import { rsi } from './rsi.ts';
import { sma } from './sma.ts';
import { slowStochastic } from './stochastic.ts';
import { rollingVwap, sessionVwap } from './vwap.ts';
import { williamsR } from './williams-r.ts';
import { wma } from './wma.ts';

/**
 * The 25 series everybody expects, with the customary periods, in TA-Lib's definitions and seeds; NaN while
 * undefined. Bars must be split-adjusted; the VWAP session is the whole range.
 */
export function standardSeries(bars: BarColumns): Record<string, Float64Array> {
  const { close } = bars;
  const convergence = macd(close);
  const bands = bollinger(close);
  const stochastic = slowStochastic(bars);
  const direction = adx(bars);
  return {
    sma20: sma(close, 20),
    sma50: sma(close, 50),
    sma200: sma(close, 200),
    ema20: ema(close, 20),
    wma20: wma(close, 20),
    rsi14: rsi(close, 14),
    macd: convergence.macd,
    macdSignal: convergence.signal,
    macdHist: convergence.histogram,
    bbUpper: bands.upper,
    bbMiddle: bands.middle,
    bbLower: bands.lower,
    atr14: atr(bars, 14),
    stochK: stochastic.k,
    stochD: stochastic.d,
    plusDI14: direction.plusDi,
    minusDI14: direction.minusDi,
    adx14: direction.adx,
    obv: obv(bars),
    vwapSession: sessionVwap(bars),
    vwapRolling20: rollingVwap(bars, 20),
    cci20: cci(bars, 20),
    willr14: williamsR(bars, 14),
    mfi14: mfi(bars, 14),
    roc10: roc(close, 10),
  };
}
