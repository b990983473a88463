import { describe, expect, it, vi } from 'vitest';
import {
  byteRate,
  compact,
  compactUsd,
  count,
  direction,
  NO_FIGURE,
  percent,
  percentChange,
  pointsChange,
  price,
  priceChange,
  quantity,
  score,
  usd,
} from './numbers.ts';

vi.mock('./locale.ts', () => ({ LOCALE: 'en-US' }));

describe('numbers', () => {
  it('gives prices two decimals, and four below one dollar', () => {
    expect(price(1234.5)).toBe('1,234.50');
    expect(price(0.1234)).toBe('0.1234');
    expect(price(-0.5)).toBe('−0.5000');
  });

  it('signs changes with a true minus and leaves zero without a sign', () => {
    expect(percentChange(12.1516)).toBe('+12.15%');
    expect(percentChange(-3.8116)).toBe('−3.81%');
    expect(percentChange(0)).toBe('0.00%');
    expect(percentChange(-0.0001)).toBe('0.00%');
    expect(percent(-0.0001)).toBe('0.00%');
    expect(percent(-1)).toBe('−1.00%');
    expect(priceChange(4.234)).toBe('+4.23');
    expect(score(-0.714)).toBe('−0.71');
  });

  it('shortens what is large', () => {
    expect(compact(161_821_748)).toBe('161.8M');
    expect(compactUsd(22_191_940_435_472.9)).toBe('$22.19T');
    expect(count(1_334)).toBe('1,334');
    expect(percent(54.47)).toBe('54.47%');
    expect(percent(54.47, 1)).toBe('54.5%');
  });

  it.each([null, undefined, Number.NaN, Number.POSITIVE_INFINITY])('shows a dash for %s', (value) => {
    for (const format of [price, percentChange, percent, compact, compactUsd, count, score]) {
      expect(format(value)).toBe(NO_FIGURE);
    }
  });

  it('calls flat what reads as zero', () => {
    expect(direction(0.0049)).toBe('flat');
    expect(direction(-0.0051)).toBe('down');
    expect(direction(1)).toBe('up');
    expect(direction(null)).toBe('flat');
  });
});

describe('figures with a unit', () => {
  it('are money to the cent, and smaller sums with as many decimals as they need', () => {
    expect(usd(2058.3)).toBe('$2,058.30');
    expect(usd(-68.8)).toBe('−$68.80');
    expect(usd(0)).toBe('$0.00');
    expect(usd(0.000124)).toBe('$0.000124');
    expect(usd(null)).toBe('—');
  });

  it('have three significant digits', () => {
    expect(quantity(5.7834, 'min')).toBe('5.78 min');
    expect(quantity(0.01234, 'ms')).toBe('0.0123 ms');
    expect(quantity(1234.5, 'ms')).toBe('1,235 ms');
    expect(quantity(undefined, 'ms')).toBe('—');
  });

  it('are rates in the largest unit above one', () => {
    expect(byteRate(0)).toBe('0 B/s');
    expect(byteRate(999)).toBe('999 B/s');
    expect(byteRate(1_520_000)).toBe('1.52 MB/s');
    expect(byteRate(null)).toBe('—');
  });

  it('are differences in points', () => {
    expect(pointsChange(-1.04)).toBe('−1.0 pp');
    expect(pointsChange(2.1)).toBe('+2.1 pp');
  });
});
