import { describe, expect, it } from 'vitest';
import { parsePrices } from './price-csv.ts';

describe('parsePrices', () => {
  it('sorts the days and leaves gaps as NaN', () => {
    const panel = parsePrices('date,A,B\n2020-01-03,2,\n2020-01-02,1,5\n');
    expect(panel.days).toEqual(['2020-01-02', '2020-01-03']);
    expect(Array.from(panel.columns[1] ?? [])).toEqual([5, Number.NaN]);
  });

  it.each([
    ['a price of zero', 'date,A\n2020-01-02,0\n', 'Line 2: the price of A is "0"'],
    ['a negative price', 'date,A\n2020-01-02,1\n2020-01-03,-4\n', 'Line 3'],
    ['text', 'date,A\n2020-01-02,high\n', '"high"'],
    ['a bad date', 'date,A\n2020-13-40,1\n', '"2020-13-40" is not a date'],
    ['a day twice', 'date,A\n2020-01-02,1\n2020-01-02,1\n', 'appears twice'],
    ['a symbol twice', 'date,A,A\n', 'two columns'],
    ['too many cells', 'date,A\n2020-01-02,1,2\n', 'has 3 cells'],
    ['nothing', '', 'first line'],
  ])('refuses %s and says where', (_, text, message) => {
    expect(() => parsePrices(text)).toThrow(message);
  });
});
