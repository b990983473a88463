import { describe, expect, it } from 'vitest';
import { cohortChoices, cohortFor, retentionTable } from './retention.ts';

const cohort = (start_date: string, users: number, retained: number[]) => ({
  start_date,
  end_date: start_date,
  users,
  retained,
  rates: retained.map((own) => (users === 0 ? null : (100 * own) / users)),
});
const COHORTS = [
  cohort('2026-03-01', 10, [10, 6, 3]),
  cohort('2026-03-02', 30, [30, 9]),
  cohort('2026-03-03', 0, [0]),
];

describe('retention', () => {
  it('weighs the users of all cohorts alike, and leaves out what is not over', () => {
    const open = retentionTable({ cohort: 'day', type: 'fixed', cohorts: COHORTS, last_is_complete: false });
    expect(open.rows.map(({ start }) => start)).toEqual(['2026-03-01', '2026-03-02']);
    expect(open.users).toBe(40);
    expect(open.average.map(({ rate }) => rate)).toEqual([100, 60, null]);
    expect(open.rows[1]?.again.map((one) => one.open)).toEqual([false, true]);
    const over = retentionTable({ cohort: 'day', type: 'fixed', cohorts: COHORTS, last_is_complete: true });
    expect(over.average.map(({ rate, users }) => [rate, users])).toEqual([
      [100, 40],
      [37.5, 15],
      [30, 3],
    ]);
  });

  it('is read by a length of cohort that suits the period', () => {
    expect([7, 30, 365].map((days) => cohortFor(days, undefined))).toEqual(['day', 'week', 'month']);
    expect(cohortFor(30, 'month')).toBe('month');
    expect(cohortFor(365, 'day')).toBe('month');
    expect(cohortChoices(119)).toEqual(['day', 'week', 'month']);
    expect(cohortChoices(120)).toEqual(['week', 'month']);
    expect(cohortChoices(1_100)).toEqual(['month']);
  });
});
