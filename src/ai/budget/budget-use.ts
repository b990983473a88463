import type { BudgetRow } from './limit-store.ts';
import type { PeriodKey } from './period.ts';
import type { Purse } from './purse.ts';

/** How full the budgets of one kind are. */
export interface BudgetUse {
  readonly scope: PeriodKey['scope'];
  readonly span: PeriodKey['span'];
  /** Spent and written off over the limit, of the fullest; 1 where the limit is 0. */
  readonly ratio: number;
}

/** The day and month budgets that are set, as far as this process has drawn on them in the current periods. */
export function budgetUse(
  rows: readonly BudgetRow[],
  purses: Iterable<Pick<Purse, 'key' | 'account'>>,
  starts: Readonly<Record<PeriodKey['span'], string>>,
): BudgetUse[] {
  const fullest = new Map<string, BudgetUse>();
  for (const { scope, span } of rows)
    if (span !== 'request') fullest.set(`${scope}:${span}`, { scope, span, ratio: 0 });
  for (const { key, account } of purses) {
    const known = fullest.get(`${key.scope}:${key.span}`);
    if (known === undefined || account === null || key.start !== starts[key.span]) continue;
    const used = account.spentNano + account.writtenOffNano;
    const ratio = account.limitNano === 0 ? 1 : used / account.limitNano;
    if (ratio > known.ratio) fullest.set(`${key.scope}:${key.span}`, { ...known, ratio });
  }
  return [...fullest.values()];
}
