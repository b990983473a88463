import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MetricForecast } from '#contracts/metric-forecasts';
import { startTestPlatform } from './support/platform.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Whole days before today, so that what is posted never lies in the future. */
const TODAY = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const DAYS = 28;

const stack = new AsyncDisposableStack();
let url: string;

beforeAll(async () => {
  const platform = stack.use(await startTestPlatform());
  url = platform.url;
  const hours = Array.from({ length: DAYS * 24 }, (_, i) => TODAY - DAYS * DAY_MS + i * HOUR_MS);
  const load = hours.map((at, i) => ({
    name: 'queue_length',
    value: 200 + 80 * Math.sin((2 * Math.PI * i) / 24) + ((i * 7919) % 17),
    metric_type: 'gauge',
    labels: {},
    timestamp: new Date(at + 60_000).toISOString(),
  }));
  await post('/analytics/metrics', load);
  const purchases = hours
    .filter((_, i) => i % 6 === 0)
    .map((at, i) => ({
      event_type: 'purchase',
      user_id: `u${i % 9}`,
      // No day is like another in any time zone, and no forecast therefore certain.
      properties: { amount: 20 + (i % 4) + ((i * 7919) % 17) / 100 },
      timestamp: new Date(at).toISOString(),
    }));
  await post('/analytics/events', purchases);
  await post('/analytics/metrics', [
    {
      name: 'young',
      value: 1,
      metric_type: 'counter',
      labels: {},
      timestamp: new Date(TODAY - 3 * DAY_MS).toISOString(),
    },
  ]);
});
afterAll(() => stack.disposeAsync());

async function post(path: string, body: unknown) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function forecast(request: object): Promise<MetricForecast> {
  const { status, body } = await post('/analytics/predictions/metric', request);
  expect(body).toMatchObject({ status: 'success' });
  expect(status).toBe(200);
  return body['forecast'] as MetricForecast;
}

describe('POST /analytics/predictions/metric', () => {
  it('goes on with the day of an hourly metric, and says what its forecasts were worth', async () => {
    const answer = await forecast({ metric: 'queue_length', resolution: 'hour', horizon: 24, levels: [80] });
    expect(answer).toMatchObject({ statistic: 'mean', resolution: 'hour', total: null, simulated: false });
    expect(answer.seasonality[0]).toMatchObject({ steps: 24, period: 'day' });
    expect(answer.points).toHaveLength(24);
    for (const { timestamp, mean, intervals } of answer.points) {
      const hour = (Date.parse(timestamp) - TODAY) / HOUR_MS;
      expect(Math.abs(mean - (208 + 80 * Math.sin((2 * Math.PI * hour) / 24)))).toBeLessThan(25);
      expect(intervals['80']?.lower).toBeLessThan(mean);
    }
    expect(answer.backtest.skill_vs_seasonal_naive).toBeGreaterThan(0);
    expect(answer.backtest.coverage['80']?.measured_coverage).toBeGreaterThan(0.6);
    expect(answer.backtest.reason).toBeNull();
  });

  it('forecasts revenue by local day with its total', async () => {
    const answer = await forecast({ metric: 'revenue', horizon: 7, time_zone: 'America/New_York' });
    expect(answer).toMatchObject({ statistic: 'sum', unit: 'USD', resolution: 'day' });
    const [first, second] = answer.points;
    expect(first?.end).toBe(second?.timestamp);
    expect(['04', '05']).toContain(first?.timestamp.slice(11, 13));
    expect(first?.timestamp).toBe(answer.as_of);
    const sum = answer.points.reduce((total, { mean }) => total + mean, 0);
    expect(answer.total?.mean).toBeCloseTo(sum, 6);
    expect(answer.total?.intervals['95']?.upper).toBeGreaterThan(sum);
    expect(sum / 7).toBeGreaterThan(75);
    expect(sum / 7).toBeLessThan(100);
  });

  it('counts active users', async () => {
    const answer = await forecast({ metric: 'active_users', horizon: 3, levels: [50, 99] });
    expect(answer).toMatchObject({ statistic: 'distinct', unit: 'users' });
    expect(answer.points[0]?.mean).toBeCloseTo(4, 0);
  });

  it.each([
    [{ metric: 'queue_lenght' }, 404, 'unknown-metric', 'Recorded are'],
    [{ metric: 'young' }, 422, 'insufficient-history', 'more, or a finer resolution'],
    [{ metric: 'queue_length', horizon: 29 }, 422, 'insufficient-history', 'takes 29'],
    [{ metric: 'queue_length', time_zone: 'Mars/Base' }, 422, 'invalid-fields', '/time_zone'],
    [{ metric: 'queue_length', horizon: 0 }, 422, 'invalid-fields', 'horizon'],
    [{ metric: 'queue_length', levels: [100] }, 422, 'invalid-fields', 'levels'],
  ])('refuses %j', async (request, status, code, words) => {
    const answer = await post('/analytics/predictions/metric', request);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(JSON.stringify(answer.body)).toContain(words);
  });
});
