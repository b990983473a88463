import type { RequestType, Strategy } from '#contracts/ai';
import type { Alias, Model } from '../catalogue/model.ts';
import type { ChatRequest } from '../chat.ts';
import type { AnswerCheck } from '../structured/answer-check.ts';

/** One request on its way through the router. */
export interface Task {
  readonly requestId: string;
  readonly surface: 'route' | 'chat_completions' | 'internal';
  readonly requestType: RequestType;
  readonly request: ChatRequest;
  readonly size: PromptSize;
  readonly needs: Needs;
  readonly strategy: Strategy;
  /** Lowest acceptable share of the best candidate's quality. */
  readonly minQuality: number | null;
  readonly pin: Pin | null;
  readonly allowedProviders: ReadonlySet<string> | null;
  readonly budgetLimitUsd: number | null;
  readonly principalId: string;
  readonly user: string | null;
  readonly timeoutMs: number;
  readonly stream: boolean;
  /** An earlier answer to the same request may be given again. */
  readonly cacheable: boolean;
  /** The caller reads Chat Completions, so OpenAI's bytes may pass as they are. */
  readonly relay: boolean;
  /** What an answer must pass to count as one; null where any will do. */
  readonly check: AnswerCheck | null;
}

export interface Pin {
  readonly model: Model;
  readonly alias: Alias | null;
  /** True where only this model may answer; else others stand by. */
  readonly strict: boolean;
}

export interface PromptSize {
  /** No tokenizer makes more tokens of the text than this; images come on top, by model. */
  readonly maxTokens: number;
  /** What is to be expected. */
  readonly likelyTokens: number;
  readonly images: number;
}

export interface Needs {
  readonly vision: boolean;
  readonly tools: boolean;
  readonly jsonSchema: boolean;
  /** Fields that only OpenAI's API has, such as `logprobs`. */
  readonly openAiOnly: readonly string[];
}
