import type { IndicatorName } from './catalogue.ts';

export type ReadingState =
  | 'bullish'
  | 'bearish'
  | 'neutral'
  | 'overbought'
  | 'oversold'
  | 'strong'
  | 'weak'
  | 'rising'
  | 'falling';

/** What a value says in plain words, by the customary thresholds. It describes the past and advises nothing. */
export interface Reading {
  readonly state: ReadingState;
  readonly text: string;
}

/** The outputs of the last bar and of the one before. */
export interface LatestValues {
  readonly close: number;
  readonly now: Readonly<Record<string, number>>;
  readonly before: Readonly<Record<string, number>>;
}

/** Thresholds: Wilder (RSI, ADX), Lane (stochastic), Lambert (CCI), Williams (%R), Quong & Soudack (MFI). */
const OSCILLATORS = {
  rsi: ['rsi', 30, 70],
  stochastic: ['k', 20, 80],
  mfi: ['mfi', 20, 80],
  williams_r: ['williams_r', -80, -20],
  cci: ['cci', -100, 100],
} satisfies Partial<Record<IndicatorName, readonly [output: string, low: number, high: number]>>;

type Oscillator = keyof typeof OSCILLATORS;

const LABELS: Record<Oscillator, string> = {
  rsi: 'The RSI',
  stochastic: '%K',
  mfi: 'Money flow',
  williams_r: '%R',
  cci: 'The CCI',
};

/** Undefined where there is nothing to read: a value is missing, or the indicator has no customary reading. */
export function readLatest(name: IndicatorName, values: LatestValues): Reading | undefined {
  const { now } = values;
  if (Object.values(now).some((value) => !Number.isFinite(value))) return undefined;
  if (isOscillator(name)) return readOscillator(LABELS[name], now, OSCILLATORS[name]);
  switch (name) {
    case 'sma':
    case 'ema':
    case 'wma':
    case 'vwap':
    case 'vwap_rolling':
      return sideOf(values.close, Object.values(now)[0] ?? Number.NaN);
    case 'macd':
      return readMacd(values);
    case 'bollinger':
      return readBands(values);
    case 'adx':
      return readAdx(now);
    case 'roc':
      return signed(now.roc ?? 0, 'The price is higher than', 'The price is lower than', 'so many bars ago');
    case 'obv':
      return readObv(values);
    case 'atr':
      return undefined;
  }
}

function isOscillator(name: IndicatorName): name is Oscillator {
  return Object.hasOwn(OSCILLATORS, name);
}

function readOscillator(
  label: string,
  now: LatestValues['now'],
  [output, low, high]: readonly [string, number, number],
): Reading {
  const value = now[output] ?? Number.NaN;
  if (value >= high) return { state: 'overbought', text: `${label} is at or above ${high}: overbought.` };
  if (value <= low) return { state: 'oversold', text: `${label} is at or below ${low}: oversold.` };
  return { state: 'neutral', text: `${label} lies between ${low} and ${high}: neither extreme.` };
}

function sideOf(close: number, average: number): Reading {
  if (close > average) return { state: 'bullish', text: 'The price is above its average.' };
  if (close < average) return { state: 'bearish', text: 'The price is below its average.' };
  return { state: 'neutral', text: 'The price stands at its average.' };
}

function readMacd({ now, before }: LatestValues): Reading {
  const { histogram = 0 } = now;
  const crossed = Math.sign(before.histogram ?? Number.NaN) === -Math.sign(histogram) && histogram !== 0;
  const when = crossed ? 'has just crossed' : 'is';
  if (histogram > 0) return { state: 'bullish', text: `MACD ${when} above its signal line.` };
  if (histogram < 0) return { state: 'bearish', text: `MACD ${when} below its signal line.` };
  return { state: 'neutral', text: 'MACD stands at its signal line.' };
}

function readBands({ close, now }: LatestValues): Reading {
  const { upper = Number.NaN, lower = Number.NaN } = now;
  if (close > upper) return { state: 'overbought', text: 'The price is above its upper band.' };
  if (close < lower) return { state: 'oversold', text: 'The price is below its lower band.' };
  return { state: 'neutral', text: 'The price is inside its bands.' };
}

const TREND = 25;
const NO_TREND = 20;

function readAdx({ adx = 0, plus_di: plus = 0, minus_di: minus = 0 }: LatestValues['now']): Reading {
  const way = plus > minus ? 'upward' : plus < minus ? 'downward' : 'sideways';
  if (adx >= TREND) return { state: 'strong', text: `A strong ${way} trend: ADX is at or above ${TREND}.` };
  if (adx < NO_TREND) return { state: 'weak', text: `No trend to speak of: ADX is below ${NO_TREND}.` };
  return {
    state: 'neutral',
    text: `A trend may be forming, ${way}: ADX is between ${NO_TREND} and ${TREND}.`,
  };
}

function readObv({ now, before }: LatestValues): Reading | undefined {
  const change = (now.obv ?? Number.NaN) - (before.obv ?? Number.NaN);
  if (Number.isNaN(change)) return undefined;
  if (change === 0) return { state: 'neutral', text: 'The last bar moved no volume balance.' };
  return change > 0
    ? { state: 'rising', text: 'The last bar closed higher: its volume was added.' }
    : { state: 'falling', text: 'The last bar closed lower: its volume was taken off.' };
}

function signed(value: number, up: string, down: string, than: string): Reading {
  if (value > 0) return { state: 'rising', text: `${up} ${than}.` };
  if (value < 0) return { state: 'falling', text: `${down} ${than}.` };
  return { state: 'neutral', text: `The price is the same as ${than}.` };
}
