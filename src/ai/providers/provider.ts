import type { ChatEvent, ChatRequest, Completion } from '../chat.ts';

export interface ProviderCall {
  /** The provider's own name of the model. */
  readonly model: string;
  readonly request: ChatRequest;
  /** Aborts when the client leaves, the deadline passes or a hedge lost. */
  readonly signal: AbortSignal;
  /** Longest wait for the first byte of the answer. */
  readonly firstByteMs: number;
  /** Longest pause between two pieces of the answer. */
  readonly idleMs: number;
  /** Streams may yield Chat Completions bytes as they came, where the provider speaks that format. */
  readonly relay: boolean;
}

/** One vendor's API. Every method throws only ProviderFailure. */
export interface Provider {
  readonly name: string;
  /** True where the base address is the simulator's. */
  readonly simulated: boolean;
  complete(call: ProviderCall): Promise<Completion>;
  /** Resolves once the provider accepted the request; the events follow. */
  stream(call: ProviderCall): Promise<AsyncIterable<ChatEvent>>;
}

export interface ProviderOptions {
  readonly name: string;
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly simulated: boolean;
}
