import type { Pool } from 'pg';
import { localDayStarts } from '../business/period-store.ts';

/** How far apart the values of a series are; days, weeks and months are those of a time zone. */
export type Resolution = '15m' | 'hour' | 'day' | 'week' | 'month';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const FIXED_MS = { '15m': 15 * MINUTE_MS, hour: 60 * MINUTE_MS } as const;
/** No more buckets than this, the newest ones; they are what a forecast still learns from. */
const MOST_BUCKETS = 5_000;
const ROUGH_DAYS = { day: 1, week: 7, month: 31 } as const;

/**
 * Starts of the whole buckets between two instants and, as the last element, the end of the last one; epoch
 * milliseconds, ascending. Weeks begin on Monday. Throws `invalid-fields` for an unknown zone.
 */
export async function bucketStarts(
  pool: Pool,
  resolution: Resolution,
  timeZone: string,
  fromMs: number,
  toMs: number,
): Promise<number[]> {
  if (resolution === '15m' || resolution === 'hour') {
    const step = FIXED_MS[resolution];
    const end = Math.floor(toMs / step);
    const start = Math.max(Math.ceil(fromMs / step), end - MOST_BUCKETS);
    return Array.from({ length: Math.max(0, end - start + 1) }, (_, i) => (start + i) * step);
  }
  const earliest = Math.max(fromMs, toMs - MOST_BUCKETS * ROUGH_DAYS[resolution] * DAY_MS);
  const first = firstDate(resolution, earliest - DAY_MS);
  const days = await localDayStarts(pool, isoDate(first), isoDate(toMs + DAY_MS), timeZone);
  const begins = days.filter((_, i) => isBoundary(resolution, first + i * DAY_MS));
  return begins.filter((start) => start >= earliest && start <= toMs);
}

/** The starts of the next buckets after a series' last one, as many as asked for and the end of the last. */
export async function nextBucketStarts(
  pool: Pool,
  resolution: Resolution,
  timeZone: string,
  endMs: number,
  count: number,
): Promise<number[]> {
  const stepMs =
    resolution === '15m' || resolution === 'hour' ? FIXED_MS[resolution] : ROUGH_DAYS[resolution] * DAY_MS;
  const starts = await bucketStarts(pool, resolution, timeZone, endMs, endMs + (count + 1) * stepMs);
  return starts.slice(0, count + 1);
}

// Dates are counted in UTC, where every day has 24 hours.
function firstDate(resolution: 'day' | 'week' | 'month', ms: number): number {
  let day = Math.floor(ms / DAY_MS) * DAY_MS;
  while (!isBoundary(resolution, day)) day -= DAY_MS;
  return day;
}

function isBoundary(resolution: 'day' | 'week' | 'month', dateMs: number): boolean {
  const date = new Date(dateMs);
  if (resolution === 'week') return date.getUTCDay() === 1;
  return resolution === 'day' || date.getUTCDate() === 1;
}

const isoDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
