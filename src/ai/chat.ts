import type { ChatCompletionBody } from '#contracts/chat';

/**
 * The router's inner language is the Chat Completions request: every adapter must speak it anyway, and a request that
 * stays with OpenAI then needs no translation at all.
 */
export type ChatRequest = Omit<ChatCompletionBody, 'model' | 'stream' | 'stream_options' | 'max_tokens'> & {
  /** Longest answer in tokens; always set, because it bounds the worst price. */
  readonly maxTokens: number;
};

export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text as the model wrote it. */
  readonly arguments: string;
}

/** Tokens as the provider billed them. Input includes cached and cache-writing tokens, output includes reasoning. */
export interface Usage {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  /** The tier the provider says it served, where that changes the price. */
  readonly serviceTier: string | null;
  /** False where the provider sent none and the tokens were counted here. */
  readonly reported: boolean;
}

export interface Completion {
  readonly text: string;
  readonly refusal: string | null;
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: FinishReason;
  readonly usage: Usage | null;
  /** The provider's own text where they already are a Chat Completions answer. */
  readonly raw: string | null;
}

/** What a stream yields; `finish` is last, and a stream that ends without it has failed. */
export type ChatEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'refusal'; readonly text: string }
  | {
      readonly type: 'tool';
      readonly index: number;
      readonly id: string | null;
      readonly name: string | null;
      readonly arguments: string;
    }
  | { readonly type: 'raw'; readonly bytes: Buffer; readonly tokens: number }
  | { readonly type: 'finish'; readonly finishReason: FinishReason; readonly usage: Usage | null };
