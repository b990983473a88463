import { describe, expect, it } from 'vitest';
import { instrument } from '../../test/support/market.ts';
import { nearSymbols, searchInstruments } from './symbol-search.ts';

const INSTRUMENTS = [
  instrument('AAPL', { name: 'Apple Inc.' }),
  instrument('AMAT', { name: 'Applied Materials Inc.' }),
  instrument('APA', { name: 'APA Corporation' }),
  instrument('NTAP', { name: 'NetApp' }),
  instrument('PPL', { name: null }),
  instrument('T', { name: 'AT&T Inc.' }),
  instrument('BF.B', { name: 'Brown-Forman Corp.' }),
];
const found = (text: string, limit = 10) =>
  searchInstruments(INSTRUMENTS, text, limit).map(({ symbol }) => symbol);

describe('the search for an instrument', () => {
  it('ranks the symbol, then beginnings of symbols, of names, of words, then anything inside', () => {
    expect(found('ap')).toEqual(['APA', 'AAPL', 'AMAT', 'NTAP']);
    expect(found('t')).toEqual(['T', 'AMAT', 'APA', 'NTAP']);
    expect(found('mat')).toEqual(['AMAT']);
    expect(found('corp')).toEqual(['APA', 'BF.B']);
  });

  it('takes no notice of case and blanks, and of nothing it does not know', () => {
    expect(found('  aPPl  ')).toEqual(['AAPL', 'AMAT']);
    expect(found('zzz')).toEqual([]);
  });

  it('lists all where nothing is typed, as many as are wanted', () => {
    expect(found('')).toHaveLength(INSTRUMENTS.length);
    expect(found('', 2)).toEqual(['AAPL', 'AMAT']);
  });
});

describe('suggestions for a symbol nobody knows', () => {
  it('are few slips away or have the text in their name', () => {
    expect(nearSymbols(INSTRUMENTS, 'APPL')).toEqual(['AAPL', 'AMAT', 'PPL']);
    expect(nearSymbols(INSTRUMENTS, 'bfb')).toEqual(['BF.B']);
    expect(nearSymbols(INSTRUMENTS, 'XXXXXX')).toEqual([]);
  });

  it('do not offer a short symbol for just anything', () => {
    expect(nearSymbols(INSTRUMENTS, 'Q')).toEqual([]);
  });
});
