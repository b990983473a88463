import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORECAST_SETS, forecastDataPresent, loadForecastSet } from '../../../test/support/forecast-data.ts';
import { combinedForecast } from './combination.ts';
import { forecastSeries } from './forecast.ts';
import { IntervalPool } from './intervals.ts';
import { rollOrigins } from './rolling-origins.ts';
import { detectSeason, seasonsFor } from './season-detection.ts';
import { SeriesContext } from './series-context.ts';
import { thetaForecast } from './theta.ts';

const seasonal = (n: number, period: number, noise = 0) =>
  Float64Array.from(
    { length: n },
    (_, t) => 100 + 0.1 * t + 20 * Math.sin((2 * Math.PI * t) / period) + noise * Math.sin(t * t),
  );

const anySeries = fc.oneof(
  fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 60 }),
  fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 60 }),
  fc.array(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), { minLength: 3, maxLength: 60 }),
  fc
    .tuple(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: 3, max: 40 }))
    .map(([c, n]) => Array(n).fill(c)),
);
const season = fc.constantFrom(1, 2, 4, 7, 12, 24);
const horizon = fc.integer({ min: 1, max: 20 });

describe('forecastSeries', () => {
  it('is finite whatever the values', () => {
    fc.assert(
      fc.property(anySeries, season, horizon, (x, m, h) => {
        const values = Float64Array.from(x);
        const { mean, history } = forecastSeries(values, { horizon: h, season: m, intervals: true });
        const widths = new IntervalPool([history], h).halfWidths(history, 0.95);
        expect(mean.length).toBe(h);
        expect([...mean, ...widths].every(Number.isFinite)).toBe(true);
        expect(widths.every((width) => width >= 0)).toBe(true);
        if (x.every((value) => value >= 0)) expect(Math.min(...mean)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });

  it('is finite on long series of any kind', () => {
    const kinds: Record<string, (t: number) => number> = {
      constant: () => 5,
      zero: () => 0,
      rare: (t) => (t % 97 === 0 ? 1e6 : 0),
      huge: (t) => ((t * 7919) % 101) * 1e97,
      tiny: (t) => ((t * 7919) % 101) * 1e-300,
      negative: (t) => -((t * 7919) % 101),
      step: (t) => (t < 200 ? 1 : 1_000),
      explosive: (t) => Math.exp(t / 5),
      alternating: (t) => t % 2,
      'nearly constant': (t) => 1e9 + (t === 100 ? 1e-6 : 0),
    };
    for (const [name, value] of Object.entries(kinds)) {
      for (const m of [1, 24, 100_000]) {
        const values = Float64Array.from({ length: 600 }, (_, t) => value(t));
        const { mean, history } = forecastSeries(values, { horizon: 30, season: m, intervals: true });
        const widths = new IntervalPool([history], 30).halfWidths(history, 0.95);
        expect([...mean, ...widths].every(Number.isFinite), `${name}, season ${m}`).toBe(true);
      }
    }
  });

  it('scales with its series', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 8, maxLength: 50 }),
        season,
        (x, m) => {
          const options = { horizon: 6, season: m, intervals: false };
          const once = forecastSeries(Float64Array.from(x), options).mean;
          const thousandfold = forecastSeries(
            Float64Array.from(x, (value) => value * 1024),
            options,
          ).mean;
          for (const [h, value] of once.entries())
            expect((thousandfold[h] as number) / 1024).toBeCloseTo(
              value,
              4 - Math.ceil(Math.log10(value + 1)),
            );
        },
      ),
    );
  });

  it('keeps a constant as it is, with certainty', () => {
    const { mean, history } = forecastSeries(new Float64Array(30).fill(7), { horizon: 4, intervals: true });
    expect([...mean]).toEqual([7, 7, 7, 7]);
    expect([...new IntervalPool([history], 4).halfWidths(history, 0.95)]).toEqual([0, 0, 0, 0]);
  });

  it.each([
    [120, 12],
    [400, 7],
    [900, 24],
  ])('goes on with the season of %i values, period %i', (n, period) => {
    const all = seasonal(n + 24, period);
    const { mean } = forecastSeries(all.slice(0, n), { horizon: 24, season: period, intervals: false });
    for (const [h, value] of mean.entries()) expect(Math.abs(value - (all[n + h] as number))).toBeLessThan(4);
  });

  it('takes a million values in less than a second', () => {
    const values = seasonal(1e6, 24, 3);
    const start = performance.now();
    const { mean } = forecastSeries(values, { horizon: 48, season: 24, intervals: false });
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(mean.every(Number.isFinite)).toBe(true);
  });
});

describe('rolling origins', () => {
  it.each([
    [60, 12],
    [500, 1],
    [900, 24],
  ])('see nothing beyond their end: %i values, period %i', (n, period) => {
    const x = seasonal(n, Math.max(2, period), 5);
    const context = new SeriesContext(x, seasonsFor(x, period));
    const end = Math.floor(0.9 * n);
    const changed = x.map((value, t) => (t < end ? value : value * 3 + 1));
    const known = combinedForecast(context, end, 8);
    const other = combinedForecast(new SeriesContext(changed, context), end, 8);
    // Products are summed in another order of magnitude; nothing but rounding may differ.
    for (const [h, value] of known.entries()) expect(other[h]).toBeCloseTo(value, 6);
    for (const { end: origin, errors } of rollOrigins(context, 8)) {
      const again = combinedForecast(context, origin, 8);
      expect((x[origin] as number) - (again[0] as number)).toBe(errors[0]);
    }
  });
});

describe('detectSeason', () => {
  it.each([7, 12, 24, 52])('finds %i', (period) => {
    expect(detectSeason(seasonal(period * 8, period, 1))).toBe(period);
  });

  it('finds none in a straight line or a random walk', () => {
    let level = 0;
    let state = 1;
    const walk = Float64Array.from({ length: 300 }, () => {
      state = (state * 48271) % 2147483647;
      level += state / 2147483647 - 0.5;
      return level;
    });
    expect(detectSeason(walk)).toBe(1);
    expect(detectSeason(Float64Array.from({ length: 100 }, (_, t) => t))).toBe(1);
  });
});

describe.skipIf(!forecastDataPresent)('on the competitions, judged by the end of the histories', () => {
  it.each(FORECAST_SETS)('beats Theta on a sample of %s and covers what it says', (name) => {
    const all = loadForecastSet(name).filter(({ x, h }) => x.length > 2 * h);
    const sample = all.filter((_, i) => i % Math.ceil(all.length / 76) === 0);
    const judged = sample.map(({ x, h, m }) => {
      const known = Float64Array.from(x.slice(0, -h));
      const forecast = forecastSeries(known, { horizon: h, season: m, intervals: true });
      return {
        truth: x.slice(-h),
        ...forecast,
        theta: thetaForecast(known, h),
        unit: Math.max(...x) - Math.min(...x) || 1,
      };
    });
    const errorOf = (pick: 'mean' | 'theta') =>
      judged.reduce(
        (sum, it) =>
          sum + it.truth.reduce((e, y, h) => e + Math.abs(y - (it[pick][h] as number)), 0) / it.unit,
        0,
      );
    expect(errorOf('mean')).toBeLessThan(errorOf('theta'));
    const horizonOf = judged[0]?.truth.length ?? 0;
    const pool = new IntervalPool(
      judged.map(({ history }) => history),
      horizonOf,
    );
    const inside = judged.flatMap(({ truth, mean, history }) => {
      const widths = pool.halfWidths(history, 0.8);
      return truth.map((y, h) => Number(Math.abs(y - (mean[h] as number)) <= (widths[h] as number)));
    });
    const coverage = inside.reduce((sum, it) => sum + it, 0) / inside.length;
    expect(coverage).toBeGreaterThan(0.68);
    expect(coverage).toBeLessThan(0.92);
  });
});
