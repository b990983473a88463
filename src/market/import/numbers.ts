import type { Day } from '../bars.ts';

const ZERO = 48;
const DOT = 46;
const MINUS = 45;
/** Digits that a double holds exactly. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/**
 * The decimal number at [start, end), or NaN where that is not one. Up to 15 digits it is one division of two exact
 * doubles, hence correctly rounded; anything longer goes through the engine's own parser.
 */
export function parseDecimal(bytes: Buffer, start: number, end: number): number {
  let at = start;
  const negative = bytes[at] === MINUS && at < end;
  if (negative) at += 1;
  let digits = 0;
  let mantissa = 0;
  let decimals = -1;
  for (; at < end; at += 1) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits += 1;
      if (decimals >= 0) decimals += 1;
    } else if (bytes[at] === DOT && decimals < 0) decimals = 0;
    else return parseUnusual(bytes, start, end);
  }
  if (digits === 0 || digits > EXACT_DIGITS) return parseUnusual(bytes, start, end);
  const value = decimals > 0 ? mantissa / (POWERS_OF_TEN[decimals] as number) : mantissa;
  return negative ? -value : value;
}

function parseUnusual(bytes: Buffer, start: number, end: number): number {
  const text = bytes.toString('latin1', start, end).trim();
  return DECIMAL.test(text) ? Number(text) : Number.NaN;
}

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/** The calendar day at [start, end) in the form `YYYY-MM-DD`, or NaN where there is none. */
export function parseDay(bytes: Buffer, start: number, end: number): Day {
  if (end - start !== 10 || bytes[start + 4] !== MINUS || bytes[start + 7] !== MINUS) return Number.NaN;
  const year = parseDigits(bytes, start, start + 4);
  const month = parseDigits(bytes, start + 5, start + 7);
  const day = parseDigits(bytes, start + 8, start + 10);
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return Number.NaN;
  return daysBeforeYear(year) - EPOCH + daysBeforeMonth(year, month) + day - 1;
}

function parseDigits(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysBeforeMonth(year: number, month: number): number {
  return (DAYS_BEFORE_MONTH[month - 1] as number) + (month > 2 && isLeap(year) ? 1 : 0);
}

function daysIn(year: number, month: number): number {
  return daysBeforeMonth(year, month + 1) - daysBeforeMonth(year, month);
}

function daysBeforeYear(year: number): number {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}

const EPOCH = daysBeforeYear(1970);
