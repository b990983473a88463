import { LOCALE } from './locale.ts';

const SESSION = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const CLOCK = new Intl.DateTimeFormat(LOCALE, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

const DAY_MS = 86_400_000;

/** A session date, `2020-03-16`, as people write it. Never shifted by the reader's time zone. */
export function sessionDate(date: string): string {
  return SESSION.format(new Date(`${date.slice(0, 10)}T00:00:00Z`));
}

/** The time of day of an instant, in the reader's time zone. */
export function clockTime(instant: string | number): string {
  return CLOCK.format(new Date(instant));
}

const DAY = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const SHORT_CLOCK = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const MOMENT = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** A day without its year, for axes; `at` is midnight UTC of the day. */
export function shortDay(at: number): string {
  return DAY.format(at);
}

/** Hour and minute in the reader's time zone, for axes. */
export function shortClock(at: number): string {
  return SHORT_CLOCK.format(at);
}

/** Day, hour and minute in the reader's time zone. */
export function moment(at: number): string {
  return MOMENT.format(at);
}

/** What a figure belongs to, as a panel says it: the date of a session, the time of day of an instant. */
export function asOfText(asOf: string): string {
  return asOf.length > 10 ? `as of ${clockTime(asOf)}` : sessionDate(asOf);
}

/** How long ago, in the largest whole unit: 4 s, 12 min, 3 h, 2 d. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

const SPANS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** How long something takes, in its two largest units: 45 s, 3 min 20 s, 2 d 4 h. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const at = SPANS.findIndex(([, size]) => whole >= size);
  if (at === -1) return seconds > 0 ? '< 1 s' : '0 s';
  const [[large, size], small] = [SPANS[at] ?? SPANS[3], SPANS[at + 1]];
  const first = `${Math.floor(whole / size)} ${large}`;
  const rest = small === undefined ? 0 : Math.floor((whole % size) / small[1]);
  return small === undefined || rest === 0 ? first : `${first} ${rest} ${small[0]}`;
}

/** The date `days` calendar days later (or earlier); both as `YYYY-MM-DD`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The next weekday after a date (`step` 1) or the one before it (`step` −1). */
export function nextWeekday(date: string, step: 1 | -1): string {
  let day = addDays(date, step);
  while ([0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())) day = addDays(day, step);
  return day;
}

/** The same day `months` earlier, held inside a shorter month. */
export function monthsBefore(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const target = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(day, last));
  return target.toISOString().slice(0, 10);
}

/** Whether a text is a calendar date that exists. */
export function isCalendarDate(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}
