import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const DIRECTORY = '../shared/data/forecast';

/** Whether the competitions' series lie beside the project. */
export const forecastDataPresent = existsSync(`${DIRECTORY}/m4_hourly.jsonl.gz`);

export const FORECAST_SETS = [
  'm4_hourly',
  'm4_weekly',
  'm3_monthly',
  'm3_quarterly',
  'm3_yearly',
  'm3_other',
] as const;

/** A series of a competition: history and the values it was judged by. */
export interface CompetitionSeries {
  readonly id: string;
  /** Steps of a season; 1 for none. */
  readonly m: number;
  readonly h: number;
  readonly x: number[];
  readonly xx: number[];
}

export function loadForecastSet(name: (typeof FORECAST_SETS)[number]): CompetitionSeries[] {
  const text = gunzipSync(readFileSync(`${DIRECTORY}/${name}.jsonl.gz`)).toString();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CompetitionSeries);
}
