import { daysOf, localDate, type PeriodChoice, PRESETS } from '../../format/period.ts';
import { addDays } from '../../format/time.ts';
import type { ViewKind } from '../../views/view-kind.ts';
import { type BusinessSearch, choiceOf, readBusinessSearch, withChoice } from './business-search.ts';

/** Presets of a fixed length; a month, quarter or year so far has another length each day. */
const PRESET_DAYS = { '7d': 7, '30d': 30, '90d': 90 } as const;
const MOST_DAYS = 366;
const USUAL_DAYS = 30;

/** Saved views of the Business page. */
export const businessViews: ViewKind<BusinessSearch> = {
  type: 'business_intelligence',
  toSettings(search) {
    const days = lengthOf(choiceOf(search));
    return {
      ...(search.zone === undefined ? {} : { time_zone: search.zone }),
      ...(days === undefined || days > MOST_DAYS ? {} : { days }),
      layout: { ...search },
    };
  },
  toSearch({ time_zone: zone, days = USUAL_DAYS, layout = {} }, nowMs) {
    const search = readBusinessSearch({ zone, ...layout });
    if (search.range !== undefined || search.from !== undefined) return search;
    return withChoice(search, choiceOfDays(days, search.zone ?? 'UTC', nowMs));
  },
};

function lengthOf(choice: PeriodChoice): number | undefined {
  if (typeof choice !== 'string') return daysOf(choice);
  return choice in PRESET_DAYS ? PRESET_DAYS[choice as keyof typeof PRESET_DAYS] : undefined;
}

function choiceOfDays(days: number, zone: string, nowMs: number): PeriodChoice {
  const preset = PRESETS.find((one) => lengthOf(one) === days);
  if (preset !== undefined) return preset;
  const to = localDate(nowMs, zone);
  return { from: addDays(to, 1 - days), to };
}
