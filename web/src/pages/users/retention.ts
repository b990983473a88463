import type { Retention } from '#contracts/user-retention';
import { COHORTS, type Cohort } from '../../api/users.ts';

const COHORT_DAYS: Readonly<Record<Cohort, number>> = { day: 1, week: 7, month: 28 };
/** What the API takes at most. */
const MOST_COHORTS = 120;
/** Up to so many days a period is best read by day, and by week. */
const BY_DAY = 14;
const BY_WEEK = 120;

/** The lengths of cohort that a period can be read by: neither too many cohorts nor only one. */
export function cohortChoices(days: number): Cohort[] {
  // A week or month that the period cuts at both ends makes one cohort more.
  return COHORTS.filter((cohort) => days / COHORT_DAYS[cohort] + 1 <= MOST_COHORTS);
}

/** The length asked for where the period can be read by it, else the one that suits it. */
export function cohortFor(days: number, asked: Cohort | undefined): Cohort {
  if (asked !== undefined && cohortChoices(days).includes(asked)) return asked;
  if (days <= BY_DAY) return 'day';
  return days <= BY_WEEK ? 'week' : 'month';
}

/** How many came again so many days, weeks or months later. */
export interface Again {
  readonly users: number;
  /** Percent; null where there was nobody to come again. */
  readonly rate: number | null;
  /** The day, week or month is not over: the figure may still grow. */
  readonly open: boolean;
}

export interface RetentionRow {
  /** The first day of the cohort. */
  readonly start: string;
  readonly users: number;
  readonly again: readonly Again[];
}

/** The cohorts that anybody belongs to, and how many of all of them came again, cohort for cohort. */
export interface RetentionTable {
  readonly rows: readonly RetentionRow[];
  /** Over the cohorts whose day, week or month is over; users weigh alike. */
  readonly average: readonly Again[];
  /** Users of all cohorts. */
  readonly users: number;
}

export function retentionTable(retention: Retention | undefined): RetentionTable {
  const { cohorts = [], last_is_complete: complete = true } = retention ?? {};
  const rows = cohorts
    .filter(({ users }) => users > 0)
    .map(({ start_date, users, retained, rates }) => ({
      start: start_date,
      users,
      again: retained.map((own, later) => ({
        users: own,
        rate: rates[later] ?? null,
        open: !complete && later === retained.length - 1,
      })),
    }));
  const places = Math.max(0, ...rows.map(({ again }) => again.length));
  return {
    rows,
    average: Array.from({ length: places }, (_, later) => averageOf(rows, later)),
    users: rows.reduce((sum, { users }) => sum + users, 0),
  };
}

function averageOf(rows: readonly RetentionRow[], later: number): Again {
  const over = rows.filter(({ again }) => again[later]?.open === false);
  const users = over.reduce((sum, { again }) => sum + (again[later]?.users ?? 0), 0);
  const all = over.reduce((sum, row) => sum + row.users, 0);
  return { users, rate: all === 0 ? null : (100 * users) / all, open: false };
}
