import type { Database } from '#platform';
import type { PeriodKey } from './period.ts';

export interface BudgetRow {
  readonly scope: PeriodKey['scope'];
  /** '' for the platform, '*' for each key or user without a budget of its own. */
  readonly subject: string;
  readonly span: 'request' | 'day' | 'month';
  readonly limitNano: number;
}

/** The budgets as operators set them. */
export interface LimitStore {
  budgets(): Promise<BudgetRow[]>;
  put(row: BudgetRow, by: string): Promise<void>;
  remove(row: Omit<BudgetRow, 'limitNano'>): Promise<void>;
}

export function createLimitStore({ pool }: Database): LimitStore {
  return {
    async budgets() {
      const { rows } = await pool.query<{
        scope: BudgetRow['scope'];
        subject: string;
        span: BudgetRow['span'];
        limit_nano: number;
      }>('SELECT scope, subject, span, limit_nano FROM ai_budgets ORDER BY scope, subject, span');
      return rows.map(({ limit_nano, ...row }) => ({ ...row, limitNano: limit_nano }));
    },
    async put(row, by) {
      await pool.query(
        `INSERT INTO ai_budgets (scope, subject, span, limit_nano, updated_by) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (scope, subject, span) DO UPDATE
         SET limit_nano = excluded.limit_nano, updated_by = excluded.updated_by, updated_at = now()`,
        [row.scope, row.subject, row.span, row.limitNano, by],
      );
    },
    async remove(row) {
      await pool.query('DELETE FROM ai_budgets WHERE scope = $1 AND subject = $2 AND span = $3', [
        row.scope,
        row.subject,
        row.span,
      ]);
    },
  };
}
