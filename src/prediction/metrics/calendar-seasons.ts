import type { MetricForecastRequest } from '#contracts/metric-forecasts';

type Resolution = MetricForecastRequest['resolution'];

/** What may repeat at each resolution: steps and name, shortest first. */
const SEASONS: Readonly<Record<Resolution, readonly (readonly [steps: number, name: string])[]>> = {
  '15m': [
    [96, 'day'],
    [672, 'week'],
  ],
  hour: [
    [24, 'day'],
    [168, 'week'],
  ],
  day: [
    [7, 'week'],
    [365, 'year'],
  ],
  week: [[52, 'year']],
  month: [[12, 'year']],
};

export function seasonsOf(resolution: Resolution): number[] {
  return SEASONS[resolution].map(([steps]) => steps);
}

export function seasonName(resolution: Resolution, steps: number): string {
  return SEASONS[resolution].find(([it]) => it === steps)?.[1] ?? `${steps} steps`;
}
