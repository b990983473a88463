import type { Day } from './bars.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CLOSE_HOUR = 16;

const newYork = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
});

interface WallClock {
  readonly day: Day;
  readonly hour: number;
}

/** New York changes its clocks on the hour, so one answer serves for a whole hour. */
let known: { readonly hour: number; readonly clock: WallClock } | undefined;

function wallClock(instantMs: number): WallClock {
  const hour = Math.floor(instantMs / HOUR_MS);
  if (known?.hour === hour) return known.clock;
  const parts = new Map(newYork.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]));
  const day = Date.UTC(parts.get('year') ?? 0, (parts.get('month') ?? 1) - 1, parts.get('day')) / DAY_MS;
  known = { hour, clock: { day, hour: parts.get('hour') ?? 0 } };
  return known.clock;
}

/** The session a moment belongs to: its date in New York. */
export function sessionDayOf(instantMs: number): Day {
  return wallClock(instantMs).day;
}

/** The last weekday whose session has closed (16:00 in New York). Exchange holidays count as weekdays. */
export function lastCompletedWeekday(instantMs: number): Day {
  const { day, hour } = wallClock(instantMs);
  return weekdayOnOrBefore(hour >= CLOSE_HOUR ? day : day - 1);
}

/** The day itself, or the Friday before a weekend. */
export function weekdayOnOrBefore(day: Day): Day {
  // 1970-01-01 was a Thursday.
  const weekday = (((day + 4) % 7) + 7) % 7;
  if (weekday === 6) return day - 1;
  return weekday === 0 ? day - 2 : day;
}
