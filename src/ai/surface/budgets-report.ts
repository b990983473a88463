import type { Budget } from '#contracts/ai-operations';
import type { Account } from '../budget/account-store.ts';
import type { BudgetRow } from '../budget/limit-store.ts';
import { toUsd } from '../budget/money.ts';
import { type PeriodKey, periodEnd, periodStart } from '../budget/period.ts';

type AccountOf = Omit<Account, 'limitNano'> & { readonly key: PeriodKey };

/** What `GET /ai/budgets` lists: every budget, and for `*` each subject that has drawn on it in this period. */
export function budgetsReport(
  rows: readonly BudgetRow[],
  accounts: readonly AccountOf[],
  nowMs: number,
): Budget[] {
  const own = new Set(rows.map(({ scope, subject, span }) => `${scope}:${subject}:${span}`));
  return rows.flatMap((row) => {
    if (row.span === 'request') return [requestBudget(row)];
    if (row.subject !== '*') return [periodBudget(row, row.subject, accounts, nowMs)];
    const drawn = accounts.filter(
      ({ key }) =>
        key.scope === row.scope &&
        key.span === row.span &&
        !own.has(`${key.scope}:${key.subject}:${key.span}`),
    );
    return [requestBudget(row), ...drawn.map(({ key }) => periodBudget(row, key.subject, accounts, nowMs))];
  });
}

function requestBudget(row: BudgetRow): Budget {
  return {
    scope: row.scope,
    subject: row.subject === '' ? null : row.subject,
    window: row.span,
    limit_usd: toUsd(row.limitNano),
    spent_usd: null,
    reserved_usd: null,
    written_off_usd: null,
    remaining_usd: null,
    period_start: null,
    period_end: null,
  };
}

function periodBudget(
  row: BudgetRow,
  subject: string,
  accounts: readonly AccountOf[],
  nowMs: number,
): Budget {
  const span = row.span === 'month' ? 'month' : 'day';
  const start = periodStart(span, nowMs);
  const account = accounts.find(
    ({ key }) =>
      key.scope === row.scope && key.subject === subject && key.span === span && key.start === start,
  );
  const { spentNano = 0, leasedNano = 0, writtenOffNano = 0 } = account ?? {};
  return {
    scope: row.scope,
    subject: subject === '' ? null : subject,
    window: span,
    limit_usd: toUsd(row.limitNano),
    spent_usd: toUsd(spentNano),
    reserved_usd: toUsd(leasedNano),
    written_off_usd: toUsd(writtenOffNano),
    remaining_usd: toUsd(Math.max(0, row.limitNano - spentNano - leasedNano - writtenOffNano)),
    period_start: `${start}T00:00:00.000Z`,
    period_end: new Date(periodEnd(span, start)).toISOString(),
  };
}
