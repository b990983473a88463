import { describe, expect, it } from 'vitest';
import { SIGNALS, type Signal, SignalReader } from './signals.ts';

/** Signals of each close, as names. */
function read(closes: readonly number[], reader = new SignalReader()): Signal[][] {
  return closes.map((close) => {
    const flags = reader.next(close, close, close);
    return SIGNALS.filter((_, place) => flags & (2 ** place));
  });
}

const flat = (length: number, value = 10) => Array<number>(length).fill(value);

describe('signals', () => {
  it('of a flat price: averages defined, nothing above, RSI 0 by definition', () => {
    const signals = read(flat(260));
    expect(signals[48]).not.toContain('sma50');
    expect(signals[259]).toEqual(['sma50', 'sma200', 'rsiUnder30', 'macd', 'insideBands']);
  });

  it('need all 252 bars before for a new high or low, and more than equality', () => {
    expect(read([...flat(251), 11])[251]).not.toContain('newHigh');
    expect(read([...flat(252), 11])[252]).toContain('newHigh');
    expect(read([...flat(252), 9])[252]).toContain('newLow');
    expect(read([...flat(252), 11, 11])[253]).not.toContain('newHigh');
    expect(read([...flat(100), 20, ...flat(252), 15])[353]).toContain('newHigh');
  });

  it('see a golden and a death cross once each', () => {
    const closes = [...flat(200), ...flat(30, 12), ...flat(60, 6)];
    const signals = read(closes);
    const crossed = (signal: Signal) => signals.flatMap((of, i) => (of.includes(signal) ? [i] : []));
    const mean = (to: number, n: number) => closes.slice(to - n + 1, to + 1).reduce((a, b) => a + b, 0) / n;
    const firstBelow = closes.findIndex((_, i) => i > 200 && mean(i, 50) < mean(i, 200));
    expect(crossed('goldenCross')).toEqual([200]);
    expect(crossed('deathCross')).toEqual([firstBelow]);
  });

  it('place the close against the Bollinger bands', () => {
    expect(read([...flat(19), 11])[19]).toContain('aboveUpperBand');
    expect(read([...flat(19), 9])[19]).toContain('belowLowerBand');
    expect(read([...flat(18), 11])[18]).not.toContain('aboveUpperBand');
  });

  it('sort RSI into four classes', () => {
    const rising = read(Array.from({ length: 15 }, (_, i) => i + 1))[14];
    const falling = read(Array.from({ length: 15 }, (_, i) => 50 - i))[14];
    expect(rising).toContain('rsiFrom70');
    expect(falling).toContain('rsiUnder30');
    const swing = (up: number, down: number) => {
      const closes = [100];
      for (let i = 0; i < 14; i++) closes.push(closes[i]! + (i % 2 ? -down : up));
      return read(closes)[14];
    };
    expect(swing(1, 1)).toContain('rsi50To70');
    expect(swing(1, 2)).toContain('rsi30To50');
  });

  it('see MACD cross its signal', () => {
    const signals = read([...flat(60), ...flat(10, 11), ...flat(10, 9)]);
    expect(signals[60]).toEqual(expect.arrayContaining(['macdBullishCross', 'macdAboveSignal']));
    expect(signals[70]).toEqual(expect.arrayContaining(['macdBearishCross', 'macdBelowSignal']));
    expect(signals[61]).not.toContain('macdBullishCross');
  });

  it('start from nothing after a reset', () => {
    const reader = new SignalReader();
    const first = read(flat(60, 3), reader);
    reader.reset();
    expect(read(flat(60, 3), reader)).toEqual(first);
  });
});
