import type { Fact } from './fact.ts';

const MINUS = '−';
const COMPACT_FROM = 1e6;

/**
 * A fact as it is read: digits, sign, unit. `magnitude` leaves the sign off, for a sentence whose words already say
 * it ("fell 1.2%"). Rises carry a plus sign, since their sign is what they tell; a drawdown is a size, and points down.
 */
export function renderFact(fact: Fact, magnitude = false): string {
  const { value, unit } = fact;
  if (typeof value === 'string') return value;
  const sign = magnitude ? '' : signOf(fact, value);
  const size = Math.abs(value);
  switch (unit) {
    case 'usd':
      return `${sign}$${amount(size, fact.precision)}`;
    case 'percent':
      return `${sign}${fixed(size, fact.precision)}%`;
    case 'count':
      return `${sign}${size.toLocaleString('en-US', { maximumFractionDigits: 0 })}`;
    case 'number':
    case 'text':
    case 'date':
      return `${sign}${plain(size, fact.precision)}`;
  }
}

function signOf({ direction, role, precision }: Fact, value: number): string {
  if (Math.round(Math.abs(value) * 10 ** precision) === 0) return '';
  if (value < 0) return MINUS;
  return direction === 1 && role === null ? '+' : '';
}

function amount(size: number, precision: number): string {
  if (size < COMPACT_FROM) return fixed(size, precision);
  return size.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 4 });
}

function fixed(size: number, precision: number): string {
  return size.toLocaleString('en-US', { minimumFractionDigits: precision, maximumFractionDigits: precision });
}

/** Residuals of a solver are told by their order of magnitude. */
function plain(size: number, precision: number): string {
  if (size > 0 && size < 1e-4) return size.toExponential(0).replace('-', MINUS);
  if (size >= COMPACT_FROM) return amount(size, precision);
  return fixed(size, precision);
}
