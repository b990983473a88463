import { expect, it } from 'vitest';
import type { Indicator, IndicatorsAnswer } from '#contracts/indicators';
import { indicatorLines } from './indicator-series.ts';

function indicator(name: string, period: number, series: Indicator['series']): Indicator {
  return {
    id: `${name}(${period})`,
    name,
    title: name,
    parameters: { period },
    overlay: true,
    series,
    latest: {},
    reading: null,
    reason: null,
  };
}

const ANSWER: Pick<IndicatorsAnswer, 'dates' | 'close' | 'indicators'> = {
  dates: ['2020-08-28', '2020-08-31'],
  close: [10, 11],
  indicators: [
    indicator('sma', 20, { sma: [null, 10.5] }),
    indicator('sma', 50, { sma: [null, null] }),
    indicator('rsi', 14, { rsi: [48, 52] }),
  ],
};

it('draws the close with each average, and an undefined value as a gap', () => {
  const lines = indicatorLines(ANSWER, 'averages');
  expect(lines.map(({ name }) => name)).toEqual(['Close', '20 days', '50 days']);
  expect(lines[1]?.points).toEqual([
    { at: Date.parse('2020-08-28'), value: null },
    { at: Date.parse('2020-08-31'), value: 10.5 },
  ]);
});

it('draws an oscillator without the price, and nothing for what was not answered', () => {
  const [rsi, ...others] = indicatorLines(ANSWER, 'rsi');
  expect(rsi?.points.map(({ value }) => value)).toEqual([48, 52]);
  expect(others).toEqual([]);
  const values = indicatorLines(ANSWER, 'macd').flatMap(({ points }) => points);
  expect(values.every(({ value }) => value === null)).toBe(true);
});
