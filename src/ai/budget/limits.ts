import type { Task } from '../routing/task.ts';
import type { BudgetRow } from './limit-store.ts';
import { type PeriodKey, periodStart } from './period.ts';

/** The budgets that are set, ready to be asked per request. */
export interface Limits {
  /** Most one request may cost by its request budgets, nanodollars; null where none is set. */
  requestLimit(task: Task): number | null;
  /** The day and month budgets a request draws on. */
  periodsOf(task: Task, nowMs: number): readonly { key: PeriodKey; limitNano: number }[];
  readonly rows: readonly BudgetRow[];
}

export const NO_LIMITS = createLimits([]);

export function createLimits(rows: readonly BudgetRow[]): Limits {
  const byName = new Map(rows.map((row) => [`${row.scope}:${row.subject}:${row.span}`, row.limitNano]));
  /** A subject's own budget outranks the one set for each. */
  const limitOf = (scope: string, subject: string, span: string) =>
    byName.get(`${scope}:${subject}:${span}`) ??
    (scope === 'global' ? undefined : byName.get(`${scope}:*:${span}`));
  const subjectsOf = (task: Task): [PeriodKey['scope'], string][] => [
    ['global', ''],
    ['key', task.principalId],
    ...(task.user === null ? [] : [['user', task.user] as [PeriodKey['scope'], string]]),
  ];
  return {
    rows,
    requestLimit(task) {
      if (rows.length === 0) return null;
      const limits = subjectsOf(task).map(
        ([scope, subject]) => limitOf(scope, subject, 'request') ?? Infinity,
      );
      const least = Math.min(...limits);
      return least === Infinity ? null : least;
    },
    periodsOf(task, nowMs) {
      if (rows.length === 0) return [];
      return subjectsOf(task).flatMap(([scope, subject]) =>
        (['day', 'month'] as const).flatMap((span) => {
          const limitNano = limitOf(scope, subject, span);
          return limitNano === undefined
            ? []
            : [{ key: { scope, subject, span, start: periodStart(span, nowMs) }, limitNano }];
        }),
      );
    },
  };
}
