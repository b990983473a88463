import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOf, dayOf } from '../bars.ts';
import { parseDay, parseDecimal } from './numbers.ts';

const decimal = (text: string) => parseDecimal(Buffer.from(`,${text},`), 1, text.length + 1);
const day = (text: string) => parseDay(Buffer.from(`,${text},`), 1, text.length + 1);

describe('decimal numbers', () => {
  it.each([
    '0',
    '1',
    '-1',
    '131.39',
    '.5',
    '5.',
    '1e3',
    '1.5E-3',
    '+7',
    '123456789012345678',
    '0.1234567890123456',
  ])('reads %s as the engine does', (text) => expect(decimal(text)).toBe(Number(text)));

  it.each([
    '',
    '-',
    '.',
    'abc',
    '1,5',
    '1.2.3',
    'NaN',
    'Infinity',
    '0x10',
    '1_000',
    '12a',
    '--1',
    '1e',
    'e5',
  ])('refuses %j', (text) => expect(decimal(text)).toBeNaN());

  it('rounds every double as the engine does', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(decimal(String(value))).toBe(Number(String(value)));
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 999_999 }), (whole, part) => {
        const text = `${whole}.${String(part).padStart(6, '0')}`;
        expect(decimal(text)).toBe(Number(text));
      }),
    );
  });
});

describe('calendar days', () => {
  it('are counted as everywhere in the house', () => {
    fc.assert(
      fc.property(fc.integer({ min: dayOf('1700-01-01'), max: dayOf('2999-12-31') }), (it) => {
        expect(day(dateOf(it))).toBe(it);
      }),
    );
  });

  it.each([
    '2021-02-29',
    '2020-13-01',
    '2020-00-10',
    '2020-01-32',
    '2020-1-1',
    '20200101',
    '01/02/2020',
    '',
    'abcd-ef-gh',
  ])('refuses %j', (text) => expect(day(text)).toBeNaN());
});
