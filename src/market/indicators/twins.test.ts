import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadSp500, sp500Present } from '../../../test/support/sp500.ts';
import type { BarColumns } from '../bars.ts';
import { Adx, adx } from './adx.ts';
import { Atr, atr } from './atr.ts';
import { Bollinger, bollinger } from './bollinger.ts';
import { Cci, cci } from './cci.ts';
import { Ema, ema } from './ema.ts';
import { type Incremental, restoreState, saveState } from './incremental.ts';
import { Macd, macd } from './macd.ts';
import { Mfi, mfi } from './mfi.ts';
import { Obv, obv } from './obv.ts';
import { Range, range } from './range.ts';
import { Roc, roc } from './roc.ts';
import { Rsi, rsi } from './rsi.ts';
import { Sma, sma } from './sma.ts';
import { FastStochastic, fastStochastic, SlowStochastic, slowStochastic } from './stochastic.ts';
import { RollingVwap, rollingVwap, SessionVwap, sessionVwap } from './vwap.ts';
import { WilliamsR, williamsR } from './williams-r.ts';
import { Wma, wma } from './wma.ts';

if (!sp500Present) console.warn('SKIPPED: indicator twins on real bars, ../shared/data/market is not here');

/** An indicator both ways: all columns at once, and a twin with the way it is fed. */
interface Pair {
  readonly batch: (bars: BarColumns, period: number) => Float64Array[];
  readonly twin: (period: number) => Incremental<never>;
  readonly series?: true;
}

const PAIRS: Record<string, Pair> = {
  sma: { batch: ({ close }, p) => [sma(close, p)], twin: (p) => new Sma(p), series: true },
  ema: { batch: ({ close }, p) => [ema(close, p)], twin: (p) => new Ema(p), series: true },
  wma: { batch: ({ close }, p) => [wma(close, p)], twin: (p) => new Wma(p), series: true },
  rsi: { batch: ({ close }, p) => [rsi(close, p)], twin: (p) => new Rsi(p), series: true },
  roc: { batch: ({ close }, p) => [roc(close, p)], twin: (p) => new Roc(p), series: true },
  macd: {
    batch: ({ close }, p) => Object.values(macd(close, p, p + 7, 9)),
    twin: (p) => new Macd(p, p + 7, 9),
    series: true,
  },
  bollinger: {
    batch: ({ close }, p) => Object.values(bollinger(close, p, 2)),
    twin: (p) => new Bollinger(p, 2),
    series: true,
  },
  range: { batch: (bars, p) => Object.values(range(bars, p)), twin: (p) => new Range(p) },
  atr: { batch: (bars, p) => [atr(bars, p)], twin: (p) => new Atr(p) },
  fastStochastic: {
    batch: (bars, p) => Object.values(fastStochastic(bars, p)),
    twin: (p) => new FastStochastic(p),
  },
  slowStochastic: {
    batch: (bars, p) => Object.values(slowStochastic(bars, p)),
    twin: (p) => new SlowStochastic(p),
  },
  adx: { batch: (bars, p) => Object.values(adx(bars, p)), twin: (p) => new Adx(p) },
  obv: { batch: (bars) => [obv(bars)], twin: () => new Obv() },
  sessionVwap: { batch: (bars) => [sessionVwap(bars)], twin: () => new SessionVwap() },
  rollingVwap: { batch: (bars, p) => [rollingVwap(bars, p)], twin: (p) => new RollingVwap(p) },
  cci: { batch: (bars, p) => [cci(bars, p)], twin: (p) => new Cci(p) },
  williamsR: { batch: (bars, p) => [williamsR(bars, p)], twin: (p) => new WilliamsR(p) },
  mfi: { batch: (bars, p) => [mfi(bars, p)], twin: (p) => new Mfi(p) },
};

/** Feeds all bars; at bar `cut` the twin is replaced by a new one with its state, passed on as JSON. */
function feed({ twin, series }: Pair, bars: BarColumns, period: number, cut = -1): Float64Array[] {
  let current = twin(period);
  const columns = Array.from(current.value, () => new Float64Array(bars.close.length));
  const input = (series ? bars.close : bars) as never;
  for (let i = 0; i < bars.close.length; i++) {
    if (i === cut) {
      const saved = JSON.parse(JSON.stringify([...saveState(current)])) as (number | null)[];
      current = twin(period);
      restoreState(current, saved);
    }
    current.next(input, i);
    for (const [place, column] of columns.entries()) column[i] = current.value[place]!;
  }
  return columns;
}

/** Prices from few digits, so that equal closes, zero ranges and zero volumes are frequent. */
const someBars = fc
  .array(
    fc.record({
      low: fc.integer({ min: 1, max: 40 }),
      span: fc.integer({ min: 0, max: 4 }),
      close: fc.double({ min: 0, max: 1, noNaN: true }),
      volume: fc.constantFrom(0, 0, 100, 12_345.5),
    }),
    { maxLength: 90 },
  )
  .map((rows) => ({
    open: Float64Array.from(rows, ({ low }) => low),
    high: Float64Array.from(rows, ({ low, span }) => low + span),
    low: Float64Array.from(rows, ({ low }) => low),
    close: Float64Array.from(rows, ({ low, span, close }) => low + span * close),
    volume: Float64Array.from(rows, ({ volume }) => volume),
  }));

describe.each(Object.entries(PAIRS))('%s', (_, pair) => {
  it('gives the same bit for bit incrementally, also from a saved state', () => {
    fc.assert(
      fc.property(someBars, fc.integer({ min: 1, max: 25 }), fc.nat(90), (bars, period, cut) => {
        expect(feed(pair, bars, period, cut)).toEqual(pair.batch(bars, period));
      }),
    );
  });

  it.skipIf(!sp500Present)('gives the same on all real bars', () => {
    const different = sp500().filter((bars) => {
      const [batch, twin] = [pair.batch(bars, 14), feed(pair, bars, 14)];
      return batch.some((column, place) => column.some((value, i) => !Object.is(value, twin[place]![i])));
    });
    expect(different.map(({ symbol }) => symbol)).toEqual([]);
  });
});

let loaded: ReturnType<typeof loadSp500>['bars'] | undefined;
function sp500() {
  loaded ??= loadSp500().bars;
  return loaded;
}

describe('ticks', () => {
  const n = 1_000;
  const wave = Float64Array.from({ length: n }, (_, i) => 100 + 9 * Math.sin(i / 7));
  const bars = {
    open: wave,
    high: wave.map((x) => x + 1),
    low: wave.map((x) => x - 1),
    close: wave,
    volume: wave.map((x) => x * 1000),
  };

  /** Growth of the heap per tick; negative where the collector ran. */
  function bytesPerTick(twin: Incremental<never>, input: never): number {
    const ticks = 100_000;
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < ticks; i++) twin.next(input, i % n);
    return (process.memoryUsage().heapUsed - before) / ticks;
  }

  it.each(Object.entries(PAIRS))('of %s allocate nothing', (_, { twin, series }) => {
    const [current, input] = [twin(14), (series ? bars.close : bars) as never];
    const rounds = Array.from({ length: 20 }, () => bytesPerTick(current, input));
    // Once compiled. A single boxed number a tick would be 12 bytes or more in every round.
    expect(Math.min(...rounds.filter((bytes) => bytes >= 0))).toBeLessThan(0.1);
  });
});

describe('saved states', () => {
  it('are refused by an indicator of another size', () => {
    expect(() => restoreState(new Sma(20), saveState(new Sma(10)))).toThrow(
      'The saved state has 14 values, this indicator needs 24.',
    );
  });
});

describe('periods', () => {
  it.each([0, -1, 2.5, Number.NaN])('%s is refused', (period) => {
    expect(() => sma(Float64Array.of(1), period)).toThrow('period must be a whole number of at least 1');
    expect(() => new Rsi(period)).toThrow('period must be a whole number of at least 1');
  });

  it('of MACD are refused unless fast < slow', () => {
    expect(() => macd(Float64Array.of(1), 26, 12)).toThrow('fast (26) must be smaller than slow (12).');
  });
});
