import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PriceHistory } from './price-history.ts';
import { closesOf, createNormal, firstBars, garchHistory } from './price-paths.test-data.ts';
import { LEVELS, type PriceStep, WalkForward } from './walk-forward.ts';

function walk(history: PriceHistory, horizon = 1): PriceStep[] {
  const forecaster = new WalkForward(history, horizon);
  return Array.from({ length: history.close.length - 1 }, () => forecaster.next());
}

function coverage(history: PriceHistory, steps: readonly PriceStep[], k: number, horizon = 1): number {
  const { close } = history;
  const counted = steps.filter(({ index }) => index >= 250 && index + horizon < close.length);
  const inside = counted.filter(({ index, mean, sigma, halfWidths }) => {
    const outcome = Math.log(close[index + horizon]! / close[index]!);
    return Math.abs(outcome - mean) <= halfWidths[k]! * sigma;
  });
  return inside.length / counted.length;
}

/** Everything a step says, as numbers. */
function numbers({ mean, sigma, halfWidths, direction, means, weights }: PriceStep): number[] {
  return [mean, sigma, ...halfWidths, direction.baseRate, direction.up, ...means, ...weights];
}

describe('the walk forward', () => {
  it('knows nothing of later bars', () => {
    const arbitrary = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      horizon: fc.integer({ min: 1, max: 7 }),
      length: fc.integer({ min: 25, max: 390 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ seed, horizon, length }) => {
        const history = garchHistory(400, seed);
        const whole = walk(history, horizon).slice(0, length - 1);
        expect(walk(firstBars(history, length), horizon).map(numbers)).toEqual(whole.map(numbers));
      }),
      { numRuns: 15 },
    );
  });

  it('does not depend on the unit of the price', () => {
    const history = garchHistory(300, 5);
    const scaled = { close: history.close.map((price) => price * 1024) };
    const one = walk({ close: history.close }).flatMap(numbers);
    for (const [i, value] of walk(scaled).flatMap(numbers).entries()) expect(value).toBeCloseTo(one[i]!, 9);
  });

  it('covers what it says, at every level and horizon', () => {
    const history = garchHistory(4_000, 11);
    for (const horizon of [1, 5]) {
      const steps = walk(history, horizon);
      for (const [k, level] of LEVELS.entries())
        expect(Math.abs(coverage(history, steps, k, horizon) - level)).toBeLessThan(0.02);
    }
  });

  it('trusts nobody on a random walk, and says "no change"', () => {
    const steps = walk(garchHistory(2_000, 3));
    expect(steps.at(-1)).toMatchObject({ mean: 0 });
    expect(steps.filter(({ mean }) => mean !== 0).length / steps.length).toBeLessThan(0.05);
  });

  it('trusts a model that shows skill: returns that swing back are foreseen', () => {
    const normal = createNormal(7);
    const close = closesOf(2_000, (_, previous) => -0.5 * previous + 0.01 * normal());
    const steps = walk({ close }).slice(1_000, -1);
    const error = (mean: (step: PriceStep) => number) =>
      steps.reduce(
        (sum, step) => sum + (Math.log(close[step.index + 1]! / close[step.index]!) - mean(step)) ** 2,
        0,
      );
    expect(error(({ mean }) => mean) / error(() => 0)).toBeLessThan(0.95);
    const ridge = steps.at(-1)!.weights.at(-1)!;
    expect(ridge).toBeGreaterThan(0.2);
  });

  it('foresees direction where there is one', () => {
    const normal = createNormal(17);
    const close = closesOf(1_500, () => 0.004 + 0.01 * normal());
    const ups = walk({ close })
      .slice(700)
      .map(({ direction }) => direction.up);
    const rate = ups.reduce((sum, up) => sum + up, 0) / ups.length;
    // P(N(0.004, 0.01²) > 0) = 0.655, and the even start still weighs.
    expect(rate).toBeGreaterThan(0.56);
    expect(rate).toBeLessThan(0.68);
  });
});

describe('series that do not behave', () => {
  const finite = (steps: readonly PriceStep[]) => steps.flatMap(numbers).every(Number.isFinite);

  it('bears a price that never moves', () => {
    const steps = walk({ close: new Float64Array(400).fill(8.28) });
    expect(finite(steps)).toBe(true);
    expect(steps.at(-1)!.direction.up).toBeLessThan(0.02);
    expect(steps.at(-1)!.sigma).toBeLessThan(1e-4);
  });

  it('bears a peg that breaks, and is calm again a year later', () => {
    const normal = createNormal(23);
    const close = closesOf(1_200, (i) => (i === 600 ? 0.4 : i < 600 ? 0 : 0.002 * normal()));
    const steps = walk({ close });
    expect(finite(steps)).toBe(true);
    expect(steps.at(-1)!.sigma).toBeLessThan(0.006);
    expect(coverage({ close }, steps, LEVELS.indexOf(0.9))).toBeGreaterThan(0.88);
  });

  it('bears anything that is a price', () => {
    const price = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(price, { minLength: 2, maxLength: 200 }), (prices) => {
        const steps = walk({ close: Float64Array.from(prices) });
        expect(finite(steps)).toBe(true);
        for (const { halfWidths } of steps)
          expect([...halfWidths].every((half, k) => half >= (halfWidths[k - 1] ?? 0))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
