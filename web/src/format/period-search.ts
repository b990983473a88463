import { isDateRange, isTimeZone, type PeriodChoice, PRESETS, type Preset } from './period.ts';

/** The period of a page, as its address holds it. */
export interface PeriodSearch {
  readonly range?: Preset;
  readonly from?: string;
  readonly to?: string;
  readonly zone?: string;
}

/** Reads the period of an address; what is unknown in it is ignored. */
export function readPeriodSearch(search: Record<string, unknown>): PeriodSearch {
  const { from, to, zone } = search;
  const range = PRESETS.find((preset) => preset === search['range']);
  const days = isDateRange(from, to) ? { from: String(from), to: String(to) } : {};
  return {
    ...('from' in days || range === undefined ? days : { range }),
    ...(isTimeZone(zone) ? { zone } : {}),
  };
}

/** The period that an address means; the last 30 days unless told. */
export function choiceOf({ range, from, to }: PeriodSearch): PeriodChoice {
  return from !== undefined && to !== undefined ? { from, to } : (range ?? '30d');
}

/** An address that names its period; an empty one means the default view, if there is one. */
export function withPeriod<Search extends PeriodSearch>(search: Search) {
  return withChoice(search, choiceOf(search));
}

/** An address with another period. */
export function withChoice<Search extends PeriodSearch>(search: Search, choice: PeriodChoice) {
  const { range: _range, from: _from, to: _to, ...rest } = search;
  return typeof choice === 'string' ? { range: choice, ...rest } : { ...choice, ...rest };
}
