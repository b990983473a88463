/** When recurring work is due, UTC. Weekday 0 is Sunday; days beyond the 28th are not in every month. */
export type Schedule =
  | { readonly every: 'hour'; readonly minute: number }
  | { readonly every: 'day'; readonly hour: number }
  | { readonly every: 'week'; readonly weekday: number; readonly hour: number }
  | { readonly every: 'month'; readonly day: number; readonly hour: number };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The epoch was a Thursday. */
const EPOCH_WEEKDAY = 4;
const WEEKDAYS = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays'];

/** The latest time at or before now at which it was due, milliseconds. */
export function lastDue(schedule: Schedule, nowMs: number): number {
  if (schedule.every === 'month') {
    const now = new Date(nowMs);
    const due = (monthsBack: number) =>
      Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsBack, schedule.day, schedule.hour);
    return due(0) <= nowMs ? due(0) : due(1);
  }
  const { periodMs, offsetMs } = rhythmOf(schedule);
  return Math.floor((nowMs - offsetMs) / periodMs) * periodMs + offsetMs;
}

/** The first time after now at which it is due, milliseconds. */
export function nextDue(schedule: Schedule, nowMs: number): number {
  const last = lastDue(schedule, nowMs);
  if (schedule.every !== 'month') return last + rhythmOf(schedule).periodMs;
  const due = new Date(last);
  return Date.UTC(due.getUTCFullYear(), due.getUTCMonth() + 1, schedule.day, schedule.hour);
}

function rhythmOf(schedule: Exclude<Schedule, { every: 'month' }>): { periodMs: number; offsetMs: number } {
  if (schedule.every === 'hour') return { periodMs: HOUR_MS, offsetMs: schedule.minute * MINUTE_MS };
  const hourMs = schedule.hour * HOUR_MS;
  if (schedule.every === 'day') return { periodMs: DAY_MS, offsetMs: hourMs };
  const days = (schedule.weekday - EPOCH_WEEKDAY + 7) % 7;
  return { periodMs: 7 * DAY_MS, offsetMs: days * DAY_MS + hourMs };
}

export function scheduleText(schedule: Schedule): string {
  if (schedule.every === 'hour') return `hourly at minute ${schedule.minute}`;
  const time = `${String(schedule.hour).padStart(2, '0')}:00 UTC`;
  if (schedule.every === 'day') return `daily at ${time}`;
  if (schedule.every === 'week') return `${WEEKDAYS[schedule.weekday] ?? ''} at ${time}`;
  return `day ${schedule.day} of the month at ${time}`;
}
