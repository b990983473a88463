import type { Task } from '../routing/task.ts';
import type { BudgetRow } from './limit-store.ts';
import { nameOf, type PeriodKey, periodStart, type Span } from './period.ts';

/** The budgets that are set, ready to be asked per request. */
export interface Limits {
  /** Most one request may cost by its request budgets, nanodollars; null where none is set. */
  requestLimit(task: Task): number | null;
  /** The day and month budgets a request draws on. */
  periodsOf(task: Task, nowMs: number): readonly LimitedPeriod[];
  readonly rows: readonly BudgetRow[];
}

export interface LimitedPeriod {
  readonly key: PeriodKey;
  readonly name: string;
  readonly limitNano: number;
}

const SPANS: readonly Span[] = ['day', 'month'];
const DAY_MS = 86_400_000;
/** Callers whose budgets are kept at hand. */
const MOST_CALLERS = 10_000;

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
  const periodsFor = (task: Task, nowMs: number): LimitedPeriod[] =>
    subjectsOf(task).flatMap(([scope, subject]) =>
      SPANS.flatMap((span) => {
        const limitNano = limitOf(scope, subject, span);
        if (limitNano === undefined) return [];
        const key = { scope, subject, span, start: periodStart(span, nowMs) };
        return [{ key, name: nameOf(key), limitNano }];
      }),
    );
  const limitsRequests = rows.some(({ span }) => span === 'request');
  const byCaller = new Map<string, readonly LimitedPeriod[]>();
  let day = 0;
  return {
    rows,
    requestLimit(task) {
      if (!limitsRequests) return null;
      const limits = subjectsOf(task).map(
        ([scope, subject]) => limitOf(scope, subject, 'request') ?? Infinity,
      );
      const least = Math.min(...limits);
      return least === Infinity ? null : least;
    },
    periodsOf(task, nowMs) {
      if (rows.length === 0) return [];
      const today = Math.floor(nowMs / DAY_MS);
      if (today !== day || byCaller.size >= MOST_CALLERS) byCaller.clear();
      day = today;
      // A request asks several times, and its caller again and again.
      const caller = task.user === null ? task.principalId : `${task.principalId} ${task.user}`;
      const periods = byCaller.get(caller) ?? periodsFor(task, nowMs);
      byCaller.set(caller, periods);
      return periods;
    },
  };
}
