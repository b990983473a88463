import { isDateRange, isTimeZone, type PeriodChoice, PRESETS, type Preset } from '../../format/period.ts';

/** The state of the page, as its address holds it. */
export interface BusinessSearch {
  readonly range?: Preset;
  readonly from?: string;
  readonly to?: string;
  readonly zone?: string;
  readonly compare?: 'off';
}

/** Reads an address; what is unknown in it is ignored. */
export function readBusinessSearch(search: Record<string, unknown>): BusinessSearch {
  const { from, to, zone } = search;
  const range = PRESETS.find((preset) => preset === search['range']);
  const days = isDateRange(from, to) ? { from: String(from), to: String(to) } : {};
  return {
    ...('from' in days || range === undefined ? days : { range }),
    ...(isTimeZone(zone) ? { zone } : {}),
    ...(search['compare'] === 'off' ? { compare: 'off' } : {}),
  };
}

/** The period that an address means; the last 30 days unless told. */
export function choiceOf({ range, from, to }: BusinessSearch): PeriodChoice {
  return from !== undefined && to !== undefined ? { from, to } : (range ?? '30d');
}

/** An address that names its period; an empty one means the default view, if there is one. */
export function withPeriod(search: BusinessSearch): BusinessSearch {
  return withChoice(search, choiceOf(search));
}

/** An address with another period. */
export function withChoice(search: BusinessSearch, choice: PeriodChoice): BusinessSearch {
  const { range: _range, from: _from, to: _to, ...rest } = search;
  return typeof choice === 'string' ? { range: choice, ...rest } : { ...choice, ...rest };
}
