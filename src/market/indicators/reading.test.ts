import { describe, expect, it } from 'vitest';
import type { IndicatorName } from './catalogue.ts';
import { readLatest } from './reading.ts';

function state(name: IndicatorName, now: Record<string, number>, before = now, close = 100) {
  return readLatest(name, { close, now, before })?.state;
}

describe('the reading of an indicator', () => {
  it.each([
    ['rsi', { rsi: 70 }, 'overbought'],
    ['rsi', { rsi: 30 }, 'oversold'],
    ['rsi', { rsi: 69.9 }, 'neutral'],
    ['williams_r', { williams_r: -10 }, 'overbought'],
    ['cci', { cci: -100 }, 'oversold'],
    ['stochastic', { k: 81, d: 10 }, 'overbought'],
    ['sma', { sma: 99 }, 'bullish'],
    ['vwap', { vwap: 101 }, 'bearish'],
    ['ema', { ema: 100 }, 'neutral'],
    ['bollinger', { upper: 99, middle: 98, lower: 97 }, 'overbought'],
    ['bollinger', { upper: 110, middle: 105, lower: 101 }, 'oversold'],
    ['adx', { adx: 25, plus_di: 1, minus_di: 2 }, 'strong'],
    ['adx', { adx: 19, plus_di: 1, minus_di: 2 }, 'weak'],
    ['roc', { roc: -1 }, 'falling'],
  ] as const)('of %s %o is %s', (name, now, expected) => {
    expect(state(name, now)).toBe(expected);
  });

  it('tells a cross from a side already taken', () => {
    const macd = (before: number) =>
      readLatest('macd', { close: 1, now: { histogram: 0.1 }, before: { histogram: before } })?.text;
    expect(macd(-0.1)).toContain('just crossed above');
    expect(macd(0.2)).toContain('is above');
  });

  it('is none where a value is missing or nothing is customary', () => {
    expect(state('rsi', { rsi: Number.NaN })).toBeUndefined();
    expect(state('obv', { obv: 5 }, { obv: Number.NaN })).toBeUndefined();
    expect(state('atr', { atr: 1 })).toBeUndefined();
    expect(state('obv', { obv: 5 }, { obv: 9 })).toBe('falling');
  });
});
