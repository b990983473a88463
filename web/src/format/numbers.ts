import { LOCALE } from './locale.ts';

/** Shown where there is no figure. */
export const NO_FIGURE = '—';

export type Figure = number | null | undefined;

const formats = new Map<string, Intl.NumberFormat>();

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(LOCALE, options);
  formats.set(key, made);
  return made;
}

function shown(value: Figure, options: Intl.NumberFormatOptions): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NO_FIGURE;
  // What rounds to zero is not negative. A true minus sign is as wide as a plus, so that columns of changes line up.
  return format({ signDisplay: 'negative', ...options })
    .format(value)
    .replace('-', '−');
}

/** A price in USD without its unit: two decimals, four below one dollar. */
export function price(value: Figure): string {
  const digits = typeof value === 'number' && Math.abs(value) < 1 ? 4 : 2;
  return shown(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A price difference in USD, always with its sign. */
export function priceChange(value: Figure): string {
  return shown(value, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' });
}

/** A figure that is a percentage already: 12.35 %. */
export function percent(value: Figure, digits = 2): string {
  const text = shown(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return text === NO_FIGURE ? text : `${text}%`;
}

/** A change in percent, always with its sign. */
export function percentChange(value: Figure): string {
  const text = shown(value, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: 'exceptZero',
  });
  return text === NO_FIGURE ? text : `${text}%`;
}

/** A whole number with the locale's grouping. */
export function count(value: Figure): string {
  return shown(value, { maximumFractionDigits: 0 });
}

/** A number as it is, with the locale's grouping. */
export function plain(value: Figure): string {
  return shown(value, { maximumFractionDigits: 20 });
}

/** A large number in short: 161.8M. */
export function compact(value: Figure): string {
  return shown(value, { notation: 'compact', maximumFractionDigits: 1, minimumFractionDigits: 0 });
}

/** A large sum in short: $22.19T. */
export function compactUsd(value: Figure): string {
  return shown(value, { notation: 'compact', style: 'currency', currency: 'USD', maximumFractionDigits: 2 });
}

/** A sum in USD to the cent; below one cent as many decimals as it takes: $0.000124. */
export function usd(value: Figure): string {
  const small = typeof value === 'number' && value !== 0 && Math.abs(value) < 0.01;
  return shown(value, {
    style: 'currency',
    currency: 'USD',
    ...(small ? { minimumSignificantDigits: 2, maximumSignificantDigits: 3 } : {}),
  });
}

/** How many times one figure is another: 1.024. */
export function ratio(value: Figure): string {
  return shown(value, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
}

/** A difference between two percentages, in percentage points, always with its sign. */
export function pointsChange(value: Figure): string {
  const text = shown(value, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  return text === NO_FIGURE ? text : `${text} pp`;
}

/** A figure with its unit, three significant digits: 12.3 ms. */
export function quantity(value: Figure, unit: string): string {
  const whole = typeof value === 'number' && Math.abs(value) >= 1000;
  const text = shown(value, whole ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });
  return text === NO_FIGURE ? text : `${text} ${unit}`;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A rate in bytes per second, in the largest unit that keeps it above one: 1.52 MB/s. */
export function byteRate(value: Figure): string {
  if (value === null || value === undefined) return NO_FIGURE;
  const step = Math.min(BYTE_UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)));
  return quantity(value / 1000 ** step, `${BYTE_UNITS[step] ?? 'B'}/s`);
}

/** A score in [-1, 1], always with its sign. */
export function score(value: Figure): string {
  return shown(value, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' });
}

/** Which way a change points. What rounds to zero on the page counts as no change. */
export function direction(value: Figure): 'up' | 'down' | 'flat' {
  if (value === null || value === undefined || Math.abs(value) < 0.005) return 'flat';
  return value > 0 ? 'up' : 'down';
}
