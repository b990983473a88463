import { logReturn } from '../price-history.ts';
import type { PriceLine } from './price-line.ts';

/** Fewer series are no market. */
const MIN_SERIES = 3;

/** Gives each dated series the mean log return of all series of its kind on each of its days, known at their close. */
export function withMarket(lines: readonly PriceLine[]): PriceLine[] {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { kind, dates, history } of lines) {
    for (const [i, date] of dates?.entries() ?? []) {
      if (i === 0) continue;
      const day = sums.get(`${kind} ${date}`) ?? { sum: 0, count: 0 };
      day.sum += logReturn(history, i);
      day.count += 1;
      sums.set(`${kind} ${date}`, day);
    }
  }
  return lines.map((line) => {
    const { kind, dates, history } = line;
    if (dates === undefined) return line;
    const market = Float64Array.from(dates, (date) => {
      const day = sums.get(`${kind} ${date}`);
      return day !== undefined && day.count >= MIN_SERIES ? day.sum / day.count : Number.NaN;
    });
    return { ...line, history: { ...history, market } };
  });
}
