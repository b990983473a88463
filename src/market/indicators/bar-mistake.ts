export const BAR_SERIES = ['open', 'high', 'low', 'close', 'volume'] as const;
export type BarSeries = (typeof BAR_SERIES)[number];

export interface BarMistake {
  readonly series: BarSeries;
  readonly message: string;
}

/** What makes a bar of finite numbers impossible; undefined where nothing does. */
export function barMistake(bar: Readonly<Record<BarSeries, number>>): BarMistake | undefined {
  const { high, low, volume } = bar;
  if (high < low) return { series: 'high', message: `is ${high}, below the low of ${low}` };
  if (volume < 0) return { series: 'volume', message: `is ${volume}; a volume is not negative` };
  return undefined;
}
