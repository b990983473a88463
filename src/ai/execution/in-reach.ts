import type { BudgetBook } from '../budget/budget-book.ts';
import { usd } from '../routing/constraints.ts';
import { splitByDeadline } from '../routing/deadline.ts';
import type { RouteDecision } from '../routing/decide.ts';
import type { Ranked } from '../routing/scoring.ts';
import type { Task } from '../routing/task.ts';
import type { Attempt } from './attempt.ts';

export interface Spent {
  readonly task: Task;
  readonly attempts: readonly Attempt[];
  /** Told who is passed over, and why. */
  readonly decision: RouteDecision;
  /** On the clock of `performance.now()`. */
  readonly deadlineAt: number;
}

/** Who may still be asked after a failure: what it cost, in money and in time, is gone. */
export function inReach(
  queue: readonly Ranked[],
  { task, attempts, decision, deadlineAt }: Spent,
  budgets: Pick<BudgetBook, 'remainingUsd'>,
): Ranked[] {
  const passOver = ({ model }: Ranked, reason: string) =>
    void decision.reasons.push(`${model.id} was passed over after a failure: ${reason}.`);
  const leftUsd = leftUsdOf(task, attempts, budgets);
  const affordable = queue.filter((candidate) => {
    if (candidate.worstCostUsd <= leftUsd) return true;
    passOver(candidate, `it may cost ${usd(candidate.worstCostUsd)}; ${usd(Math.max(0, leftUsd))} is left`);
    return false;
  });
  const { kept, late, nobodyIsQuick } = splitByDeadline(affordable, deadlineAt - performance.now());
  for (const { candidate, reason } of late) passOver(candidate, reason);
  if (nobodyIsQuick !== null) decision.reasons.push(nobodyIsQuick);
  return [...kept];
}

/** What the request's own limits leave of its money after its attempts, USD. */
export function leftUsdOf(
  task: Task,
  attempts: readonly Pick<Attempt, 'result'>[],
  budgets: Pick<BudgetBook, 'remainingUsd'>,
): number {
  const spentUsd = attempts.reduce((sum, { result }) => sum + (result?.costUsd ?? 0), 0);
  const limitUsd = Math.min(task.budgetLimitUsd ?? Infinity, budgets.remainingUsd(task) ?? Infinity);
  return limitUsd - spentUsd;
}
