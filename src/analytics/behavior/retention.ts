import type { AnalyticsMeta, Period } from '#contracts/analytics';
import type { Retention, RetentionQuery } from '#contracts/user-retention';
import { DomainError } from '#platform';
import { UserSet } from '../activity/user-set.ts';
import type { ResolvedPeriod } from '../business/period.ts';
import { percent } from '../business/ratios.ts';
import { type BehaviorDeps, openPeriod } from './opened-period.ts';
import { readActiveUsers, readNewUsers } from './retention-store.ts';

type Grain = NonNullable<RetentionQuery['cohort']>;

const DEFAULT_DAYS: Readonly<Record<Grain, number>> = { day: 30, week: 84, month: 365 };
const MOST_COHORTS = 120;
const DAY_MS = 86_400_000;
const DEFINITIONS = {
  users:
    'Users first seen in the days, week or month of the cohort; parts of a week or month at either end of the period count as they are',
  retained:
    'Users of the cohort with an event that they caused: fixed in that very day, week or month, rolling in that or a later one of the period',
};

/** Retention by cohorts, exact, from sets of users. Throws `invalid-fields` for dates, zones and too many cohorts. */
export async function readRetention(
  deps: BehaviorDeps,
  { cohort = 'day', type = 'fixed', ...query }: RetentionQuery,
): Promise<{ retention: Retention; period: Period; meta: AnalyticsMeta }> {
  const { pool } = deps;
  const { period, meta } = await openPeriod(
    deps,
    { ...query, days: DEFAULT_DAYS[cohort] },
    { source: 'sets of users', definitions: DEFINITIONS },
  );
  const stretches = stretchesOf(period, cohort);
  if (stretches.length > MOST_COHORTS) throw tooMany(stretches.length, cohort);
  const cohorts = await readNewUsers(pool, [...stretches.map(({ from }) => from), period.to]);
  const active = await readActiveUsers(pool, stretches);
  const counted = type === 'fixed' ? active : fromThereOn(active);
  return {
    retention: {
      cohort,
      type,
      cohorts: cohorts.map((users, place) => {
        const retained = counted.slice(place).map((set) => users.sizeOfIntersection(set));
        return {
          start_date: stretches[place]?.first ?? '',
          end_date: stretches[place]?.last ?? '',
          users: users.size,
          retained,
          rates: retained.map((own) => percent(own, users.size)),
        };
      }),
      last_is_complete:
        endOfLast(stretches.at(-1)?.last ?? '', cohort) === period.wire.end_date &&
        period.to <= deps.clock.now(),
    },
    period: period.wire,
    meta,
  };
}

/** Whoever was active in each stretch or a later one. */
function fromThereOn(active: readonly UserSet[]): UserSet[] {
  const sets: UserSet[] = [];
  for (const set of active.toReversed()) sets.push(set.union(sets.at(-1) ?? UserSet.empty()));
  return sets.toReversed();
}

interface Stretch {
  readonly first: string;
  readonly last: string;
  readonly from: number;
  readonly to: number;
}

/** The days, weeks or months of a period; those at its ends as far as they lie in it. */
function stretchesOf({ dates, dayStarts, days }: ResolvedPeriod, grain: Grain): Stretch[] {
  const stretches: Stretch[] = [];
  let name: string | undefined;
  for (const [place, date] of dates.entries()) {
    const [from = 0, to = 0] = dayStarts.slice(days + place, days + place + 2);
    const own = nameOf(date, grain);
    const current = own === name ? stretches.pop() : undefined;
    stretches.push({ first: current?.first ?? date, last: date, from: current?.from ?? from, to });
    name = own;
  }
  return stretches;
}

const isoDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** What the dates of a stretch have in common: the date, the Monday of their week, or their month. */
function nameOf(date: string, grain: Grain): string {
  if (grain === 'day') return date;
  if (grain === 'month') return date.slice(0, 7);
  const at = Date.parse(date);
  return isoDate(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY_MS);
}

/** The last date of the day, week or month that a date lies in. */
function endOfLast(date: string, grain: Grain): string {
  let last = date;
  for (;;) {
    const next = isoDate(Date.parse(last) + DAY_MS);
    if (nameOf(next, grain) !== nameOf(date, grain)) return last;
    last = next;
  }
}

function tooMany(count: number, grain: Grain): DomainError {
  const message = `makes ${count} cohorts by ${grain}; ask for at most ${MOST_COHORTS}, by a shorter period or longer cohorts`;
  return new DomainError('invalid-fields', `/query/start_date ${message}.`, {
    errors: [{ pointer: '/query/start_date', message }],
  });
}
