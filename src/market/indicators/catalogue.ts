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

/** Bars with the session each belongs to, which is where VWAP starts anew. */
export interface SessionedBars extends BarColumns {
  readonly sessions: ArrayLike<number>;
}

export type Outputs = Readonly<Record<string, Float64Array>>;

interface Parameter {
  readonly name: string;
  readonly customary: number;
  /** Whole numbers of bars unless told. */
  readonly fractional?: true;
}

/** An indicator one may ask for by name; `compute` takes its parameters in the order of the list. */
export interface IndicatorKind {
  readonly title: string;
  readonly parameters: readonly Parameter[];
  readonly outputs: readonly string[];
  /** Whether its values are prices, to be drawn over them. */
  readonly overlay: boolean;
  /** Bars it needs before the first of its outputs is defined. */
  warmUp(parameters: readonly number[]): number;
  compute(bars: SessionedBars, parameters: readonly number[]): Outputs;
}

const period = (customary: number): Parameter[] => [{ name: 'period', customary }];
const itself = ([bars = 1]: readonly number[]) => bars;
const oneMore = ([bars = 1]: readonly number[]) => bars + 1;
const atOnce = () => 1;

export const INDICATORS = {
  sma: {
    title: 'Simple moving average',
    parameters: period(20),
    outputs: ['sma'],
    overlay: true,
    warmUp: itself,
    compute: ({ close }, [bars]) => ({ sma: sma(close, bars) }),
  },
  ema: {
    title: 'Exponential moving average',
    parameters: period(20),
    outputs: ['ema'],
    overlay: true,
    warmUp: itself,
    compute: ({ close }, [bars]) => ({ ema: ema(close, bars) }),
  },
  wma: {
    title: 'Weighted moving average',
    parameters: period(20),
    outputs: ['wma'],
    overlay: true,
    warmUp: itself,
    compute: ({ close }, [bars]) => ({ wma: wma(close, bars) }),
  },
  rsi: {
    title: 'Relative strength index',
    parameters: period(14),
    outputs: ['rsi'],
    overlay: false,
    warmUp: oneMore,
    compute: ({ close }, [bars]) => ({ rsi: rsi(close, bars) }),
  },
  macd: {
    title: 'Moving average convergence/divergence',
    parameters: [
      { name: 'fast', customary: 12 },
      { name: 'slow', customary: 26 },
      { name: 'signal', customary: 9 },
    ],
    outputs: ['macd', 'signal', 'histogram'],
    overlay: false,
    warmUp: ([, slow = 26, signal = 9]) => slow + signal - 1,
    compute: ({ close }, [fast, slow, signal]) => ({ ...macd(close, fast, slow, signal) }),
  },
  bollinger: {
    title: 'Bollinger bands',
    parameters: [
      { name: 'period', customary: 20 },
      { name: 'deviations', customary: 2, fractional: true },
    ],
    outputs: ['upper', 'middle', 'lower'],
    overlay: true,
    warmUp: itself,
    compute: ({ close }, [bars, deviations]) => ({ ...bollinger(close, bars, deviations) }),
  },
  atr: {
    title: 'Average true range',
    parameters: period(14),
    outputs: ['atr'],
    overlay: false,
    warmUp: oneMore,
    compute: (bars, [length]) => ({ atr: atr(bars, length) }),
  },
  stochastic: {
    title: 'Slow stochastic',
    parameters: [
      { name: 'period', customary: 14 },
      { name: 'smoothing', customary: 3 },
    ],
    outputs: ['k', 'd'],
    overlay: false,
    warmUp: ([bars = 14, smoothing = 3]) => bars + 2 * (smoothing - 1),
    compute: (bars, [length, smoothing]) => ({ ...slowStochastic(bars, length, smoothing) }),
  },
  adx: {
    title: 'Average directional index',
    parameters: period(14),
    outputs: ['adx', 'plus_di', 'minus_di'],
    overlay: false,
    warmUp: ([bars = 14]) => 2 * bars,
    compute(bars, [length]) {
      const { adx: strength, plusDi, minusDi } = adx(bars, length);
      return { adx: strength, plus_di: plusDi, minus_di: minusDi };
    },
  },
  obv: {
    title: 'On-balance volume',
    parameters: [],
    outputs: ['obv'],
    overlay: false,
    warmUp: atOnce,
    compute: (bars) => ({ obv: obv(bars) }),
  },
  vwap: {
    title: 'Volume-weighted average price since the session began',
    parameters: [],
    outputs: ['vwap'],
    overlay: true,
    warmUp: atOnce,
    compute: (bars) => ({ vwap: sessionVwap(bars, bars.sessions) }),
  },
  vwap_rolling: {
    title: 'Rolling volume-weighted average price',
    parameters: period(20),
    outputs: ['vwap'],
    overlay: true,
    warmUp: itself,
    compute: (bars, [length]) => ({ vwap: rollingVwap(bars, length) }),
  },
  cci: {
    title: 'Commodity channel index',
    parameters: period(20),
    outputs: ['cci'],
    overlay: false,
    warmUp: itself,
    compute: (bars, [length]) => ({ cci: cci(bars, length) }),
  },
  williams_r: {
    title: 'Williams %R',
    parameters: period(14),
    outputs: ['williams_r'],
    overlay: false,
    warmUp: itself,
    compute: (bars, [length]) => ({ williams_r: williamsR(bars, length) }),
  },
  mfi: {
    title: 'Money flow index',
    parameters: period(14),
    outputs: ['mfi'],
    overlay: false,
    warmUp: oneMore,
    compute: (bars, [length]) => ({ mfi: mfi(bars, length) }),
  },
  roc: {
    title: 'Rate of change',
    parameters: period(10),
    outputs: ['roc'],
    overlay: false,
    warmUp: oneMore,
    compute: ({ close }, [bars]) => ({ roc: roc(close, bars) }),
  },
} as const satisfies Record<string, IndicatorKind>;

export type IndicatorName = keyof typeof INDICATORS;

export function isIndicatorName(name: string): name is IndicatorName {
  return Object.hasOwn(INDICATORS, name);
}
