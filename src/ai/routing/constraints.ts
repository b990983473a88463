import type { Model } from '../catalogue/model.ts';
import type { Task } from './task.ts';
import { worstCostOf } from './worst-cost.ts';

export type RejectionKind =
  | 'policy'
  | 'capability'
  | 'context'
  | 'budget'
  | 'stopped'
  | 'unconfigured'
  | 'resting'
  | 'deadline';

export interface Rejection {
  readonly model: Model;
  readonly kind: RejectionKind;
  readonly reason: string;
}

/** What the constraints ask of the world outside the request. */
export interface Availability {
  /** Why a model cannot be called at all right now; null where it can. */
  unavailable(model: Model, task: Task): { kind: RejectionKind; reason: string } | null;
  /** What the budgets of this caller still allow, USD; null where none is set. */
  remainingUsd(task: Task): number | null;
}

/** Why a model cannot answer a request; null where it can. The first reason found is the one reported. */
export function rejectionOf(
  model: Model,
  task: Task,
  availability: Pick<Availability, 'unavailable'>,
  remainingUsd: number | null,
): Omit<Rejection, 'model'> | null {
  return (
    policy(model, task) ??
    capability(model, task) ??
    context(model, task) ??
    availability.unavailable(model, task) ??
    budget(model, task, remainingUsd)
  );
}

function policy({ provider }: Model, { allowedProviders }: Task): Omit<Rejection, 'model'> | null {
  if (allowedProviders?.has(provider) !== false) return null;
  return { kind: 'policy', reason: `allowed_providers leaves out ${provider}` };
}

function capability({ capabilities, provider }: Model, { needs }: Task): Omit<Rejection, 'model'> | null {
  const missing =
    needs.vision && !capabilities.vision
      ? 'it does not read images'
      : needs.tools && !capabilities.tools
        ? 'it does not call tools'
        : needs.jsonSchema && !capabilities.jsonSchema
          ? 'it does not answer by JSON Schema'
          : needs.openAiOnly.length > 0 && (provider === 'anthropic' || provider === 'google')
            ? `its API has no ${needs.openAiOnly.join(', ')}`
            : null;
  return missing === null ? null : { kind: 'capability', reason: missing };
}

function context(model: Model, { size, request }: Task): Omit<Rejection, 'model'> | null {
  if (request.maxTokens > model.maxOutputTokens)
    return { kind: 'context', reason: `it answers with at most ${model.maxOutputTokens} tokens` };
  const room = Math.min(model.maxInputTokens, model.contextWindow - request.maxTokens);
  if (size.likelyTokens <= room) return null;
  return { kind: 'context', reason: `the prompt has about ${size.likelyTokens} tokens; ${room} fit` };
}

function budget(model: Model, task: Task, remainingUsd: number | null): Omit<Rejection, 'model'> | null {
  const limit = Math.min(task.budgetLimitUsd ?? Infinity, remainingUsd ?? Infinity);
  if (limit === Infinity) return null;
  if (model.price === null) return { kind: 'budget', reason: 'its price is unknown and a budget applies' };
  const worst = worstCostOf(model, task);
  if (worst <= limit) return null;
  return { kind: 'budget', reason: `it may cost ${usd(worst)}; ${usd(limit)} is left` };
}

export function usd(amount: number): string {
  return `$${amount >= 0.01 || amount === 0 ? amount.toFixed(4) : amount.toPrecision(3)}`;
}
