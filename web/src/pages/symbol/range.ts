import { addDays, monthsBefore } from '../../format/time.ts';

export const RANGES = ['1m', '3m', '6m', 'ytd', '1y', '3y', 'max'] as const;
export type Range = (typeof RANGES)[number];

const MONTHS = { '1m': 1, '3m': 3, '6m': 6, '1y': 12, '3y': 36 } as const;

/** First calendar day shown for a range that ends on `last`; `first` where the range is everything. */
export function rangeStart(range: Range, first: string, last: string): string {
  if (range === 'max') return first;
  const start = range === 'ytd' ? `${last.slice(0, 4)}-01-01` : addDays(monthsBefore(last, MONTHS[range]), 1);
  return start < first ? first : start;
}
