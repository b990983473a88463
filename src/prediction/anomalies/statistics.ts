/** Points of the short and the long window of statistics. */
export interface Windows {
  readonly short: number;
  readonly long: number;
}

export const WINDOWS: Windows = { short: 12, long: 48 };

export type Family = 'point' | 'level' | 'spread' | 'slope' | 'shape';

export interface Statistic {
  readonly name: string;
  readonly family: Family;
  /** What it is made of: the latest point, or a window of points. */
  readonly over: 'point' | keyof Windows;
  /** Whether it is in the units of the series; else in nats or standard deviations. */
  readonly isInUnits: boolean;
  readonly words: string;
}

const point = (name: string, words: string): Statistic => ({
  name,
  family: 'point',
  over: 'point',
  isInUnits: true,
  words,
});

const windowed = (
  family: Family,
  name: string,
  words: (count: string) => string,
  isInUnits = true,
): Statistic[] =>
  (['short', 'long'] as const).map((over) => ({
    name: `${name}_${over}`,
    family,
    over,
    isInUnits,
    words: words(`the last ${WINDOWS[over]} values`),
  }));

const shape = (name: string, over: Statistic['over'], words: string): Statistic => ({
  name,
  family: 'shape',
  over,
  isInUnits: false,
  words,
});

/** What is watched, in the order `createSignals` computes it. */
export const STATISTICS: readonly Statistic[] = [
  point('value', 'the value'),
  point('residual', 'the difference from what the eight values before foretell'),
  point('day_residual', 'the difference from the usual value at this time of day'),
  ...windowed('level', 'mean', (values) => `the mean of ${values}`),
  ...windowed('level', 'residual_mean', (values) => `the mean of what is unforetold in ${values}`),
  ...windowed(
    'level',
    'day_residual_mean',
    (values) => `the mean difference of ${values} from the usual ones at their times of day`,
  ),
  ...windowed('spread', 'spread', (values) => `the logarithm of the spread of ${values}`, false),
  ...windowed('spread', 'unrest', (values) => `the mean size of what is unforetold in ${values}`),
  ...windowed('slope', 'slope', (values) => `the change of the mean of ${values} against as many before`),
  shape(
    'pattern_distance',
    'point',
    'the distance of the value with its short and long mean from all met before',
  ),
  shape('pattern_rarity', 'point', 'the rarity of the last three short means together'),
  shape(
    'distribution_change',
    'long',
    `the difference of the distribution of the last ${WINDOWS.long} values from all before`,
  ),
];

/** Neighbouring values of a statistic that count as one independent value. */
export function dependenceOf({ over, family }: Statistic, windows: Windows): number {
  if (over === 'point') return 1;
  return family === 'slope' ? windows[over] : windows[over] / 2;
}

/** 1 for statistics that are only strange when high. */
export function sidesOf({ family }: Statistic): 1 | 2 {
  return family === 'shape' ? 1 : 2;
}
