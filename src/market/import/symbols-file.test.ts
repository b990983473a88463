import { describe, expect, it } from 'vitest';
import { readSymbols } from './symbols-file.ts';

describe('a symbols file', () => {
  it('names what it knows and leaves the rest undefined', () => {
    const { rows, refused, capMonth } = readSymbols(
      'Symbol,Name,market_cap_2018_02,shares_estimate\naapl,"Apple, Inc.",160,10\nbbb,,,\n',
    );
    expect(refused).toEqual([]);
    expect(capMonth).toBe('2018-02');
    expect(rows).toEqual([
      {
        symbol: 'AAPL',
        name: 'Apple, Inc.',
        sector: undefined,
        subIndustry: undefined,
        assetClass: undefined,
        shares: 10,
        sharesAsOf: undefined,
        impliedClose: 16,
      },
      expect.objectContaining({ symbol: 'BBB', name: null, shares: null, impliedClose: null }),
    ]);
  });

  it('refuses lines by number and keeps the rest', () => {
    const { rows, refused } = readSymbols(
      [
        'symbol,asset_class,shares,shares_as_of',
        'A,equity,5,2020-01-01',
        'A,equity,5,2020-01-01',
        '?,equity,5,2020-01-01',
        'B,Equity!,5,2020-01-01',
        'C,crypto,none,2020-01-01',
        'D,crypto,1,January',
        'E,crypto',
        'F,crypto,,',
      ].join('\n'),
      'symbols.csv',
    );
    expect(rows.map(({ symbol }) => symbol)).toEqual(['A', 'F']);
    expect(refused.map(({ file, line, reason }) => `${file}:${line}: ${reason}`)).toEqual([
      'symbols.csv:3: repeats A; the first one stands',
      'symbols.csv:4: symbol "?" is not a ticker symbol',
      expect.stringContaining('symbols.csv:5: asset_class "Equity!"'),
      'symbols.csv:6: shares "none" is not a number above 0',
      'symbols.csv:7: shares_as_of "January" is not a date YYYY-MM-DD',
      'symbols.csv:8: has 2 fields; the header names 4',
    ]);
  });

  it('cannot be used without symbols', () => {
    expect(() => readSymbols('')).toThrow('is empty');
    expect(() => readSymbols('ticker,name\nA,B\n')).toThrow(
      'has no column symbol; its columns are ticker, name',
    );
    expect(() => readSymbols('symbol,name\nA,"B\n')).toThrow('is not csv');
  });
});
