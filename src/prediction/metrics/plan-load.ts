import type { MetricForecast } from '#contracts/metric-forecasts';
import { judgedForecast } from '../forecast/judged-forecast.ts';
import { type Capacity, loadFloors, type ScheduledFloor, sizeFor, WEEK_HOURS } from './load-floors.ts';
import { forecastMetric, type MetricForecasterDeps } from './metric-forecaster.ts';

export interface LoadQuestion {
  /** Region to the share of the requests it serves. */
  readonly regions: Readonly<Record<string, number>>;
  readonly capacity: Capacity;
  /** Share in percent of hours that the floor should be enough for. */
  readonly level: number;
  readonly timeZone: string;
}

export interface LoadPlan {
  /** The root module's variable `schedule`. */
  readonly schedule: Record<string, Record<string, ScheduledFloor>>;
  readonly forecast: MetricForecast;
  /** Tasks of the busiest hour in the region that needs most. */
  readonly mostTasks: number;
}

/**
 * Floors for the next week from the forecast of API requests: the upper ends of the intervals that leave `100 − level`
 * percent above them.
 */
export async function planLoad(
  series: MetricForecasterDeps['series'],
  { regions, capacity, level, timeZone }: LoadQuestion,
): Promise<LoadPlan> {
  const inside = 2 * level - 100;
  const forecast = await forecastMetric(
    { series, thread: { judgedForecast: async (question) => judgedForecast(question) } },
    { metric: 'load', resolution: 'hour', horizon: WEEK_HOURS, levels: [inside], time_zone: timeZone },
  );
  const hours = forecast.points.map(({ timestamp, intervals }) => ({
    startMs: Date.parse(timestamp),
    requests: Math.max(0, intervals[String(inside)]?.upper ?? 0),
  }));
  const ofRegion = (share: number) => hours.map((hour) => ({ ...hour, requests: share * hour.requests }));
  const schedule = Object.entries(regions).map(
    ([region, share]) => [region, loadFloors(ofRegion(share), capacity, timeZone)] as const,
  );
  const unbounded = { ...capacity, maxSize: Number.POSITIVE_INFINITY };
  const most = Math.max(...hours.map(({ requests }) => requests)) * Math.max(...Object.values(regions));
  return { schedule: Object.fromEntries(schedule), forecast, mostTasks: sizeFor(most, unbounded) };
}
