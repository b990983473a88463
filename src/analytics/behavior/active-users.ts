import type { ActiveUsersAnswer } from '#contracts/active-users';
import type { BehaviorQuery } from '#contracts/user-behavior';
import { UserSet } from '../activity/user-set.ts';
import { addDays } from '../business/period.ts';
import { localDayStarts } from '../business/period-store.ts';
import { percent } from '../business/ratios.ts';
import { ACTIVE_DEFINITIONS } from './definitions.ts';
import { type BehaviorDeps, openPeriod } from './opened-period.ts';
import { readActiveUsers } from './retention-store.ts';

const WEEK_DAYS = 7;
const MONTH_DAYS = 30;

/** Active users of each local day of a period, and of the week and month that end with it. Throws `invalid-fields`. */
export async function readActiveUsersByDay(
  deps: BehaviorDeps,
  query: BehaviorQuery,
): Promise<Pick<ActiveUsersAnswer, 'active_users' | 'period' | 'meta'>> {
  const { period, meta } = await openPeriod(deps, query, {
    source: 'sets of users',
    definitions: ACTIVE_DEFINITIONS,
  });
  const { start_date: first, end_date: last, time_zone: zone } = period.wire;
  const starts = await localDayStarts(deps.pool, addDays(first, 1 - MONTH_DAYS), addDays(last, 1), zone);
  const [inWeek, inMonth] = [followDays(WEEK_DAYS), followDays(MONTH_DAYS)];
  const counts: Omit<ActiveUsersAnswer['active_users'][number], 'date'>[] = [];
  // A month at a time: memory does not grow with the period.
  for (let place = 0; place + 1 < starts.length; place += MONTH_DAYS) {
    const days = starts.slice(place, place + MONTH_DAYS + 1);
    const spans = days.slice(1).map((to, index) => ({ from: days[index] as number, to }));
    for (const users of await readActiveUsers(deps.pool, spans)) {
      const [daily, weekly, monthly] = [users.size, inWeek(users), inMonth(users)];
      counts.push({ daily, weekly, monthly, stickiness: percent(daily, monthly) });
    }
  }
  const asked = counts.slice(MONTH_DAYS - 1);
  return {
    active_users: asked.map((own, place) => ({ date: period.dates[place] ?? '', ...own })),
    period: period.wire,
    meta,
  };
}

/**
 * Is given one day after another, and counts the distinct users of the last so many. Days are kept in two stacks, so that
 * each costs three unions, however many there are.
 */
export function followDays(length: number): (day: UserSet) => number {
  let newer: UserSet[] = [];
  let allNewer = UserSet.empty();
  /** Each with all later ones of this stack; the oldest lies on top. */
  let older: UserSet[] = [];

  function turn(): void {
    for (const day of newer.toReversed()) older.push(day.union(older.at(-1) ?? UserSet.empty()));
    newer = [];
    allNewer = UserSet.empty();
  }

  return (day) => {
    if (older.length + newer.length === length) {
      if (older.length === 0) turn();
      older.pop();
    }
    newer.push(day);
    allNewer = allNewer.union(day);
    return (older.at(-1)?.union(allNewer) ?? allNewer).size;
  };
}
