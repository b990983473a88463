import { describe, expect, it, vi } from 'vitest';
import {
  compact,
  compactUsd,
  count,
  direction,
  NO_FIGURE,
  percent,
  percentChange,
  price,
  priceChange,
  score,
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
