import type { ViewedDashboard } from '../api/views.ts';
import { daysOf, localDate, type PeriodChoice, PRESETS } from '../format/period.ts';
import { choiceOf, type PeriodSearch, withChoice } from '../format/period-search.ts';
import { addDays } from '../format/time.ts';
import type { ViewKind } from './view-kind.ts';

/** Presets of a fixed length; a month, quarter or year so far has another length each day. */
const PRESET_DAYS = { '7d': 7, '30d': 30, '90d': 90 } as const;
const MOST_DAYS = 366;
const USUAL_DAYS = 30;

/** Saved views of a page that shows a period; `read` reads its address. */
export function periodViews<Search extends PeriodSearch>(
  type: ViewedDashboard,
  read: (search: Record<string, unknown>) => Search,
): ViewKind<Search> {
  return {
    type,
    toSettings(search) {
      const days = lengthOf(choiceOf(search));
      return {
        ...(search.zone === undefined ? {} : { time_zone: search.zone }),
        ...(days === undefined || days > MOST_DAYS ? {} : { days }),
        layout: Object.fromEntries(Object.entries(search)),
      };
    },
    toSearch({ time_zone: zone, days = USUAL_DAYS, layout = {} }, nowMs) {
      const search = read({ zone, ...layout });
      if (search.range !== undefined || search.from !== undefined) return search;
      return read(withChoice(search, choiceOfDays(days, search.zone ?? 'UTC', nowMs)));
    },
  };
}

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
