import type { Pool } from 'pg';
import type { Period, PeriodQuery } from '#contracts/analytics';
import { DomainError } from '#platform';
import { localDayStarts, localToday } from './period-store.ts';

const DEFAULT_DAYS = 30;
const MOST_DAYS = 1_100;
const DAY_MS = 86_400_000;

/** Dates, or how many days up to the end. */
export type PeriodAsked = PeriodQuery & { readonly days?: number | undefined };

/** A period of local days and the one before it of the same length; times in epoch milliseconds. */
export interface ResolvedPeriod {
  readonly timeZone: string;
  /** Start of each day of both periods and the end of the last: 2 × days + 1 instants, ascending. */
  readonly dayStarts: readonly number[];
  readonly days: number;
  readonly previousFrom: number;
  readonly from: number;
  readonly to: number;
  /** The dates of the period. */
  readonly dates: readonly string[];
  readonly wire: Period;
}

/** Resolves dates in a time zone; the last 30 days unless told. Throws `invalid-fields`, whose pointers begin with `where`. */
export async function resolvePeriod(
  pool: Pool,
  query: PeriodAsked,
  nowMs: number,
  where = '/query',
): Promise<ResolvedPeriod> {
  const timeZone = query.time_zone ?? 'UTC';
  const end = query.end_date ?? (await localToday(pool, nowMs, timeZone, where));
  const start = query.start_date ?? addDays(end, 1 - (query.days ?? DEFAULT_DAYS));
  const days = daysBetween(start, end) + 1;
  if (days < 1)
    throw refused(`${where}/end_date`, `lies before start_date ${start}; give the earlier date first`);
  if (days > MOST_DAYS)
    throw refused(`${where}/start_date`, `makes a period of ${days} days; ask for at most ${MOST_DAYS}`);
  const first = addDays(start, -days);
  const dayStarts = await localDayStarts(pool, first, addDays(end, 1), timeZone, where);
  const [previousFrom = 0] = dayStarts;
  const from = dayStarts[days] ?? 0;
  const to = dayStarts.at(-1) ?? 0;
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    timeZone,
    dayStarts,
    days,
    previousFrom,
    from,
    to,
    dates: Array.from({ length: days }, (_, index) => addDays(start, index)),
    wire: {
      start_date: start,
      end_date: end,
      time_zone: timeZone,
      from: iso(from),
      to: iso(to),
      days,
      previous: { start_date: first, end_date: addDays(start, -1), from: iso(previousFrom), to: iso(from) },
    },
  };
}

function refused(pointer: string, message: string): DomainError {
  return new DomainError('invalid-fields', `${pointer} ${message}.`, { errors: [{ pointer, message }] });
}

// Dates are counted in UTC, where every day has 24 hours; zones only matter for where a day begins.
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);

const daysBetween = (start: string, end: string): number =>
  Math.round((Date.parse(end) - Date.parse(start)) / DAY_MS);
