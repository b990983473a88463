import { describe, expect, it } from 'vitest';
import { planLoad } from './plan-load.ts';

const HOUR_MS = 3_600_000;
/** A Monday, 00:00 UTC. */
const NOW = Date.parse('2026-11-23T00:00:00Z');
const HOURS = 5 * 168;
const CAPACITY = { requestsPerTask: 1_000, minSize: 2, maxSize: 10 };

/** Busy from 9 to 17 on weekdays, with a little noise. */
function requestsAt(ms: number): number {
  const at = new Date(ms);
  const isBusy = at.getUTCDay() % 6 !== 0 && at.getUTCHours() >= 9 && at.getUTCHours() < 17;
  return (isBusy ? 300_000 : 50_000) * (1 + (((ms / HOUR_MS) * 7919) % 17) / 200);
}

async function series() {
  const starts = Array.from({ length: HOURS + 1 }, (_, i) => NOW + (i - HOURS) * HOUR_MS);
  return {
    statistic: 'sum' as const,
    unit: 'requests',
    starts,
    values: starts.slice(0, -1).map(requestsAt),
    simulated: false,
    next: async (count: number) => Array.from({ length: count + 1 }, (_, i) => NOW + i * HOUR_MS),
  };
}

describe('planLoad', () => {
  it('has the tasks there before the week repeats itself, and by share of the region', async () => {
    const question = { capacity: CAPACITY, level: 90, timeZone: 'UTC' };
    const regions = { 'us-east-1': 1, 'eu-west-1': 0.5 };
    const { schedule, mostTasks, forecast } = await planLoad(series, { ...question, regions });
    expect(forecast.backtest.skill_vs_seasonal_naive).toBeGreaterThan(0.5);
    const [whole, half] = [schedule['us-east-1'], schedule['eu-west-1']];
    for (const day of ['tue', 'wed', 'thu']) {
      expect(whole?.[`load-${day}-0845`]?.min_size).toBeGreaterThanOrEqual(5);
      expect(whole?.[`load-${day}-1700`]?.min_size).toBeLessThan(5);
      expect(half?.[`load-${day}-0845`]?.min_size).toBeLessThan(5);
    }
    expect(Object.keys(whole ?? {}).some((name) => /^load-(sat|sun)-08/.test(name))).toBe(false);
    expect(mostTasks).toBeGreaterThanOrEqual(5);
    // What the Terraform module asks of every entry.
    for (const { expression, min_size } of Object.values({ ...whole, ...half })) {
      expect(expression).toMatch(/^cron\(\d+ \d+ \? \* [A-Z]{3} \*\)$/);
      expect(min_size).toBeGreaterThanOrEqual(CAPACITY.minSize);
      expect(min_size).toBeLessThanOrEqual(CAPACITY.maxSize);
    }
  });
});
