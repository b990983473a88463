import { sessionDayOf } from '#market';

/** Whole days since 1970-01-01, as the market counts them. */
export type Day = number;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SESSION_HOURS = 6.5;
/** Share of a day's variance that falls into the session; the rest falls into the night before it. */
const SESSION_SHARE = 0.75;
const SMALLEST_TIME = 0.02;

/** How a market keeps time. Coins trade every day, around the clock; a session of theirs is a day in New York. */
export type Calendar = 'weekdays' | 'every-day';

/** The moment a session closes: 16:00 in New York, midnight for coins. Half-days count as whole ones. */
export function closeOf(day: Day, calendar: Calendar): number {
  const hour = calendar === 'every-day' ? 24 : 16;
  // New York is five hours behind in winter and four in summer; clocks change on Sundays at night.
  const winter = day * DAY_MS + (hour + 5) * HOUR_MS;
  const summer = winter - HOUR_MS;
  return isSummer(day) ? summer : winter;
}

/** By the date in New York at 4:30 UTC: in summer it is 0:30 there, in winter still the day before. */
function isSummer(day: Day): boolean {
  return sessionDayOf(day * DAY_MS + 4.5 * HOUR_MS) === day;
}

/** The day `sessions` sessions after `day`. Exchange holidays count as sessions: they are not known beforehand. */
export function sessionAfter(day: Day, sessions: number, calendar: Calendar): Day {
  if (calendar === 'every-day') return day + sessions;
  let at = day;
  for (let left = sessions; left > 0; ) {
    at += 1;
    // 1970-01-01 was a Thursday: Saturday is 2, Sunday 3.
    const weekday = at % 7;
    if (weekday !== 2 && weekday !== 3) left -= 1;
  }
  return at;
}

/** What a horizon asked at some moment comes to. */
export interface Target {
  /** The forecast is for the close this many sessions after the one the price is of; 0 is that one's own close. */
  readonly sessions: number;
  /** Trading time up to that close, in sessions: what volatility grows with. */
  readonly time: number;
  readonly atMs: number;
}

/**
 * The first close at or after the end of the horizon. A session is worth 24 hours; days without one do not count.
 * `day` is the session the current price is of: closed, or under way at `nowMs`.
 */
export function targetOf(day: Day, horizonHours: number, nowMs: number, calendar: Calendar): Target {
  const hoursLeft = Math.max(0, (closeOf(day, calendar) - nowMs) / HOUR_MS);
  const passed = 1 - Math.min(1, hoursLeft / 24);
  const sessions = Math.max(0, Math.ceil(passed + horizonHours / 24 - 1 - 1e-9));
  const time = Math.max(SMALLEST_TIME, sessions + timeLeft(hoursLeft, calendar));
  return { sessions, time, atMs: closeOf(sessionAfter(day, sessions, calendar), calendar) };
}

/** Share of a day's variance that is still to come when so many hours are left until its close. */
function timeLeft(hoursLeft: number, calendar: Calendar): number {
  if (calendar === 'every-day') return Math.min(1, hoursLeft / 24);
  if (hoursLeft <= SESSION_HOURS) return (SESSION_SHARE * hoursLeft) / SESSION_HOURS;
  const night = Math.min(1, (hoursLeft - SESSION_HOURS) / (24 - SESSION_HOURS));
  return SESSION_SHARE + (1 - SESSION_SHARE) * night;
}
