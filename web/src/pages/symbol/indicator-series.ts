import type { IndicatorsAnswer } from '#contracts/indicators';
import type { TimeSeries } from '../../charts/time-layout.ts';

export const INDICATOR_CHARTS = ['averages', 'bollinger', 'rsi', 'macd'] as const;
export type IndicatorChart = (typeof INDICATOR_CHARTS)[number];

type Drawn = Pick<IndicatorsAnswer, 'dates' | 'close' | 'indicators'>;
type Colour = TimeSeries['colour'];

const PARTS = {
  bollinger: [
    ['upper', 'Upper', 2],
    ['middle', 'Middle', 3],
    ['lower', 'Lower', 4],
  ],
  rsi: [['rsi', 'RSI', 2]],
  macd: [
    ['macd', 'MACD', 2],
    ['signal', 'Signal', 3],
  ],
} as const satisfies Record<string, readonly (readonly [string, string, Colour])[]>;

/** The lines of one chart; what the answer does not hold has no line. */
export function indicatorLines(answer: Drawn, chart: IndicatorChart): TimeSeries[] {
  const times = answer.dates.map((date) => Date.parse(date));
  const line = (name: string, colour: Colour, values: readonly (number | null)[] = []): TimeSeries => ({
    name,
    colour,
    points: times.map((at, index) => ({ at, value: values[index] ?? null })),
  });
  const close = line('Close', 1, answer.close);
  if (chart === 'averages') {
    const averages = answer.indicators.filter(({ name }) => name === 'sma');
    const colours = [2, 3, 4] as const;
    return [
      close,
      ...averages.map(({ parameters, series }, place) =>
        line(`${parameters['period']} days`, colours[place] ?? 5, series['sma']),
      ),
    ];
  }
  const found = answer.indicators.find(({ name }) => name === chart);
  const parts = PARTS[chart].map(([key, name, colour]) => line(name, colour, found?.series[key]));
  return chart === 'bollinger' ? [close, ...parts] : parts;
}
