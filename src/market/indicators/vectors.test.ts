import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { standardSeries } from './standard-series.ts';

const VECTORS = '../shared/data/indicators/vectors.json';
const present = existsSync(VECTORS);
if (!present) console.warn(`SKIPPED: indicator vectors, ${VECTORS} is not here`);

interface VectorCase {
  readonly name: string;
  readonly input: Record<'open' | 'high' | 'low' | 'close' | 'volume', number[]>;
  readonly expected: Record<string, (number | null)[]>;
}

const PRICE_SERIES = new Set(
  'sma20 sma50 sma200 ema20 wma20 bbUpper bbMiddle bbLower vwapSession vwapRolling20 atr14 macd macdSignal macdHist'.split(
    ' ',
  ),
);
const COARSE_SERIES = new Set(['cci20', 'stochK', 'stochD', 'willr14', 'roc10', 'rsi14', 'mfi14']);

function cases(): VectorCase[] {
  return (JSON.parse(readFileSync(VECTORS, 'utf8')) as { cases: VectorCase[] }).cases;
}

function allowed(vector: VectorCase, series: string, bar: number, expected: number): number {
  const coarse = vector.name.includes('large offset') && COARSE_SERIES.has(series);
  let scale = 100;
  if (series === 'obv') scale = Math.max(...vector.expected.obv!.map((value) => Math.abs(value ?? 0)));
  else if (PRICE_SERIES.has(series)) scale = vector.input.close[bar]!;
  return (coarse ? 1e-5 : 1e-9) * Math.max(Math.abs(expected), scale);
}

/** Values that are off by more than allowed, or defined on one side only. */
function mistakes(vector: VectorCase): string[] {
  const { open, high, low, close, volume } = vector.input;
  const series = standardSeries({
    open: Float64Array.from(open),
    high: Float64Array.from(high),
    low: Float64Array.from(low),
    close: Float64Array.from(close),
    volume: Float64Array.from(volume),
  });
  expect(Object.keys(series)).toEqual(Object.keys(vector.expected));
  return Object.entries(vector.expected).flatMap(([name, expected]) =>
    expected.flatMap((value, bar) => {
      const got = series[name]![bar]!;
      const same =
        value === null ? Number.isNaN(got) : Math.abs(got - value) <= allowed(vector, name, bar, value);
      return same ? [] : [`${name}[${bar}]: ${got} instead of ${value}`];
    }),
  );
}

describe.skipIf(!present)('indicator vectors', () => {
  it.each(present ? cases() : [])('$name', (vector) => {
    expect(mistakes(vector)).toEqual([]);
  });
});
