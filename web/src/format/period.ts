import { addDays, isCalendarDate } from './time.ts';

/** Periods that move with the day; the last day is today. */
export const PRESETS = ['7d', '30d', '90d', 'month', 'quarter', 'year'] as const;
export type Preset = (typeof PRESETS)[number];

export const PRESET_NAMES: Readonly<Record<Preset, string>> = {
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  month: 'This month',
  quarter: 'This quarter',
  year: 'This year',
};

/** Days of a period, both included. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** A period as chosen: one that moves, or fixed days. */
export type PeriodChoice = Preset | DateRange;

/** The days that a choice means at a moment in a time zone. */
export function datesOf(choice: PeriodChoice, zone: string, nowMs: number): DateRange {
  if (typeof choice !== 'string') return choice;
  const to = localDate(nowMs, zone);
  return { from: firstDay(choice, to), to };
}

function firstDay(preset: Preset, today: string): string {
  const [year = '', month = ''] = today.split('-');
  const quarter = String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0');
  return {
    '7d': addDays(today, -6),
    '30d': addDays(today, -29),
    '90d': addDays(today, -89),
    month: `${year}-${month}-01`,
    quarter: `${year}-${quarter}-01`,
    year: `${year}-01-01`,
  }[preset];
}

/** The calendar date at a moment in an IANA time zone. */
export function localDate(nowMs: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(nowMs);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** Whether this browser knows a time zone by this name. */
export function isTimeZone(text: unknown): text is string {
  if (typeof text !== 'string' || text === '') return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** How many days a period has, both ends included. */
export function daysOf({ from, to }: DateRange): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/** The period of the same length directly before (`-1`) or after (`1`). */
export function neighbour(range: DateRange, step: 1 | -1): DateRange {
  const days = daysOf(range) * step;
  return { from: addDays(range.from, days), to: addDays(range.to, days) };
}

/** Whether two dates make a period. */
export function isDateRange(from: unknown, to: unknown): boolean {
  return isCalendarDate(from) && isCalendarDate(to) && from <= to;
}
