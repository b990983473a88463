import type { Model } from '../catalogue/model.ts';
import type { ChatRequest } from '../chat.ts';
import { textOf } from '../providers/messages.ts';
import { likelyOverheadOf } from '../routing/measure-request.ts';
import type { Task } from '../routing/task.ts';
import type { TokenCounter } from './token-counter.ts';

/** Longer than this a token is not on average, in any text people write. */
const MOST_BYTES_PER_TOKEN = 8;

/** Whether bytes alone leave open if a prompt fits a model: no token is shorter than a byte, few are longer than eight. */
export function isUndecided(mostTokens: number, roomTokens: number): boolean {
  return roomTokens < mostTokens && roomTokens >= mostTokens / MOST_BYTES_PER_TOKEN;
}

/** Tokens of prompt that a model takes beside the longest answer asked for. */
export function roomOf(model: Model, answerTokens: number): number {
  return Math.min(model.maxInputTokens, model.contextWindow - answerTokens);
}

/** Refines the size of prompts of which bytes alone do not tell where they fit. */
export interface ExactSize {
  /** The task with its tokens counted; null where that would change nothing, or cannot be done now. */
  refine(task: Task): Promise<Task> | null;
}

export function createExactSize(models: readonly Model[], counter: TokenCounter): ExactSize {
  const smallestWindow = Math.min(...models.map((model) => roomOf(model, 0)));
  return {
    refine(task) {
      const { size, request, pin } = task;
      if (size.maxTokens + request.maxTokens <= smallestWindow) return null;
      const asked = pin?.strict === true ? [pin.model] : models;
      if (!asked.some((model) => isUndecided(size.maxTokens, roomOf(model, request.maxTokens)))) return null;
      const counted = counter.count(textsOf(request));
      return counted === null
        ? null
        : counted.then((tokens) => (tokens === null ? task : withTokens(task, tokens)));
    },
  };
}

function withTokens(task: Task, tokens: readonly number[]): Task {
  const counted = tokens.reduce(
    (sum, count) => sum + count,
    likelyOverheadOf(task.request, task.size.images),
  );
  return { ...task, size: { ...task.size, likelyTokens: counted } };
}

function textsOf({ messages, tools, response_format: format }: ChatRequest): string[] {
  const calls = messages.flatMap(({ tool_calls = [] }) =>
    tool_calls.length === 0 ? [] : [JSON.stringify(tool_calls)],
  );
  const rest = [tools, format].flatMap((value) => (value === undefined ? [] : [JSON.stringify(value)]));
  return [...messages.map(textOf), ...calls, ...rest];
}
