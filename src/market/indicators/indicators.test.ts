import { describe, expect, it } from 'vitest';
import { bollinger } from './bollinger.ts';
import { ema } from './ema.ts';
import { macd } from './macd.ts';
import { range } from './range.ts';
import { sma } from './sma.ts';
import { fastStochastic, slowStochastic } from './stochastic.ts';
import { SessionVwap, sessionVwap } from './vwap.ts';
import { wma } from './wma.ts';

const U = Number.NaN;
const column = (...values: number[]) => Float64Array.from(values);

const rounded = (values: Float64Array) => Array.from(values, (value) => Number(value.toFixed(12)));

describe('averages by hand', () => {
  const values = column(1, 2, 4, 8, 16);

  it('sma, ema and wma of three', () => {
    expect(rounded(sma(values, 3))).toEqual(rounded(column(U, U, 7 / 3, 14 / 3, 28 / 3)));
    expect(rounded(ema(values, 3))).toEqual(rounded(column(U, U, 7 / 3, 31 / 6, 127 / 12)));
    expect(rounded(wma(values, 3))).toEqual(rounded(column(U, U, 17 / 6, 34 / 6, 68 / 6)));
  });

  it('of one value are the values', () => {
    expect(sma(values, 1)).toEqual(values);
    expect(ema(values, 1)).toEqual(values);
    expect(wma(values, 1)).toEqual(values);
  });

  it('write into a given column and overwrite all of it', () => {
    const out = new Float64Array(5).fill(77);
    expect(sma(values, 4, out)).toBe(out);
    expect(out).toEqual(column(U, U, U, 3.75, 7.5));
    expect(sma(values, 6, out)).toEqual(column(U, U, U, U, U));
  });
});

describe('windows', () => {
  const spike = column(...Array<number>(30).fill(0.1), 1e15, ...Array<number>(60).fill(0.1));

  it('forget a spike entirely once it has left', () => {
    const { upper, lower } = bollinger(spike, 20);
    for (const series of [sma(spike, 20), wma(spike, 20), upper, lower]) {
      expect(series.slice(50)).toEqual(new Float64Array(41).fill(0.1));
    }
  });

  it('of a constant price have exactly no MACD', () => {
    const flat = new Float64Array(60).fill(0.1);
    expect(macd(flat).histogram.slice(33)).toEqual(new Float64Array(27));
  });

  it('find extremes across block borders', () => {
    const high = column(5, 9, 1, 2, 3, 8, 1, 1);
    const { highest, lowest } = range({ high, low: high }, 3);
    expect(highest).toEqual(column(U, U, 9, 9, 3, 8, 8, 8));
    expect(lowest).toEqual(column(U, U, 1, 1, 1, 2, 1, 1));
  });
});

describe('stochastic by hand', () => {
  const bars = {
    high: column(10, 12, 14, 14, 20),
    low: column(8, 9, 10, 10, 10),
    close: column(9, 11, 14, 10, 15),
  };

  it('fast: place in the range of two bars, and its mean of two', () => {
    const { k, d } = fastStochastic(bars, 2, 2);
    expect(k).toEqual(column(U, U, 100, 0, 50));
    expect(d).toEqual(column(U, U, (75 + 100) / 2, 50, 25));
  });

  it('slow: smoothed once more', () => {
    const { k, d } = slowStochastic(bars, 2, 2);
    expect(k).toEqual(column(U, U, U, 50, 25));
    expect(d).toEqual(column(U, U, U, (87.5 + 50) / 2, 37.5));
  });
});

describe('session VWAP', () => {
  const price = column(10, 20, 30, 40);
  const bars = { high: price, low: price, close: price, volume: column(0, 1, 3, 1) };

  it('starts anew with each session and is undefined until something trades', () => {
    expect(sessionVwap(bars, [1, 1, 1, 2])).toEqual(column(U, 20, 27.5, 40));
  });

  it('starts anew incrementally too', () => {
    const twin = new SessionVwap();
    for (let i = 0; i < 3; i++) twin.next(bars, i);
    expect(twin.value[0]).toBe(27.5);
    twin.startSession();
    twin.next(bars, 3);
    expect(twin.value[0]).toBe(40);
  });
});
