import { describe, expect, it } from 'vitest';
import { createNormal } from '../price-paths.test-data.ts';
import { VolatilityMixture } from './mixture.ts';
import { dayVariance } from './range-variance.ts';

describe('the mixture of volatility models', () => {
  it('finds the level of returns that do not change', () => {
    const normal = createNormal(4);
    const mixture = new VolatilityMixture(1e-4, false);
    for (let i = 0; i < 1_500; i++) {
      const move = 0.02 * normal();
      mixture.next(move, move * move, Number.NaN);
    }
    expect(mixture.sigma).toBeGreaterThan(0.016);
    expect(mixture.sigma).toBeLessThan(0.024);
    const shares = Object.values(mixture.weights);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('is closer to the true volatility than the last year is', () => {
    const normal = createNormal(8);
    const mixture = new VolatilityMixture(1e-4, false);
    const squares: number[] = [];
    let variance = 1e-4;
    let ours = 0;
    let theirs = 0;
    for (let i = 0; i < 3_000; i++) {
      const move = Math.sqrt(variance) * normal();
      mixture.next(move, move * move, Number.NaN);
      squares.push(move * move);
      variance = 2e-6 + 0.1 * move * move + 0.88 * variance;
      if (i < 500) continue;
      const year = squares.slice(-250).reduce((sum, square) => sum + square / 250, 0);
      ours += Math.log(mixture.sigma ** 2 / variance) ** 2;
      theirs += Math.log(year / variance) ** 2;
    }
    expect(ours).toBeLessThan(0.4 * theirs);
  });

  it('is not thrown by one wrong price', () => {
    const mixture = new VolatilityMixture(1e-4, false);
    const normal = createNormal(2);
    for (let i = 0; i < 300; i++) {
      const move = 0.01 * normal();
      mixture.next(move, move * move, Number.NaN);
    }
    const before = mixture.sigma;
    mixture.next(2, 4, Number.NaN);
    expect(mixture.sigma).toBeLessThan(4 * before);
  });

  it('fades towards the long run over several days', () => {
    const mixture = new VolatilityMixture(1e-4, false);
    for (let i = 0; i < 500; i++) mixture.next(0.01 * (-1) ** i, 1e-4, Number.NaN);
    for (let i = 0; i < 10; i++) mixture.next(0.04 * (-1) ** i, 16e-4, Number.NaN);
    expect(mixture.over(1)).toBeCloseTo(mixture.sigma, 12);
    expect(mixture.over(5)).toBeLessThan(Math.sqrt(5) * mixture.sigma);
    expect(mixture.over(5)).toBeGreaterThan(mixture.sigma);
  });
});

describe('the variance of a day', () => {
  it('is on average that of the returns, and less noisy than their squares', () => {
    const normal = createNormal(6);
    const days = 1_500;
    const [open, high, low, close] = Array.from({ length: 4 }, () => new Float64Array(days).fill(100));
    let price = 100;
    for (let i = 0; i < days; i++) {
      price *= Math.exp(0.004 * normal());
      open![i] = high![i] = low![i] = price;
      for (let tick = 0; tick < 200; tick++) {
        price *= Math.exp((0.01 / Math.sqrt(200)) * normal());
        high![i] = Math.max(high![i]!, price);
        low![i] = Math.min(low![i]!, price);
      }
      close![i] = price;
    }
    const whole = { close: close!, range: { open: open!, high: high!, low: low! } };
    const estimates = [whole, { close: close! }].map((history) =>
      Array.from({ length: days - 1 }, (_, k) => dayVariance(history, k + 1)),
    );
    const [fromRange, fromReturns] = estimates.map((values) => {
      const mean = values.reduce((sum, value) => sum + value / values.length, 0);
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0));
      return { mean, noise: spread / mean };
    });
    expect(fromRange!.mean / (0.01 ** 2 + 0.004 ** 2)).toBeCloseTo(1, 0);
    expect(fromRange!.noise).toBeLessThan(0.5 * fromReturns!.noise);
  });

  it('is what Garman and Klass say, and counts a gap no more than the session', () => {
    const close = Float64Array.of(100, 110);
    const range = {
      open: Float64Array.of(100, 108),
      high: Float64Array.of(100, 112),
      low: Float64Array.of(100, 107),
    };
    const session = 0.5 * Math.log(112 / 107) ** 2 - (2 * Math.LN2 - 1) * Math.log(110 / 108) ** 2;
    expect(dayVariance({ close, range }, 1)).toBeCloseTo(2 * session, 15);
    expect(dayVariance({ close }, 1)).toBeCloseTo(Math.log(1.1) ** 2, 15);
  });
});
