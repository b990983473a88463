import type { ProviderFailure } from '../providers/failure.ts';
import { sizeOf } from '../routing/measure-request.ts';
import type { Ranked } from '../routing/scoring.ts';
import type { Task } from '../routing/task.ts';
import { worstCostOf } from '../routing/worst-cost.ts';

export interface Repair {
  readonly task: Task;
  readonly candidate: Ranked;
}

/** The same question to the same model with its invalid answer and what is wrong with it; null for other failures. */
export function repairOf(task: Task, candidate: Ranked, failure: ProviderFailure): Repair | null {
  if (failure.kind !== 'invalid_answer' || failure.answer === null) return null;
  const request = {
    ...task.request,
    messages: [
      ...task.request.messages,
      { role: 'assistant' as const, content: failure.answer },
      {
        role: 'user' as const,
        content: `${failure.message} Answer again, with nothing but JSON that matches the schema.`,
      },
    ],
  };
  const repaired = { ...task, request, size: sizeOf(request) };
  return {
    task: repaired,
    candidate: { ...candidate, worstCostUsd: worstCostOf(candidate.model, repaired) },
  };
}
