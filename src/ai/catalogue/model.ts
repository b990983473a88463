import type { RequestType } from '#contracts/ai';

/** USD per million tokens, by class. */
export interface PriceClasses {
  readonly input: number;
  readonly cachedRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

export interface Price extends PriceClasses {
  /** Whole requests whose input is above the threshold pay these prices. */
  readonly longContext: (PriceClasses & { readonly aboveTokens: number }) | null;
  readonly serviceTiers: Readonly<Record<string, PriceClasses>>;
  /** Share of the list price that a batch job pays. */
  readonly batchFactor: number;
}

/** What is believed of a model before anything was measured here. */
export interface Prior {
  readonly quality: number;
  readonly taskQuality: Readonly<Partial<Record<RequestType, number>>>;
  readonly timeToFirstTokenMs: number;
  readonly tokensPerSecond: number;
  readonly reliability: number;
}

export interface Alias {
  readonly name: string;
  readonly reason: string;
}

export interface Model {
  readonly id: string;
  /** The provider's own name of it. */
  readonly wireName: string;
  readonly provider: string;
  readonly aliases: readonly Alias[];
  /** Input and output together, tokens. */
  readonly contextWindow: number;
  readonly maxInputTokens: number;
  readonly maxOutputTokens: number;
  /** The most one image is billed as. */
  readonly maxImageTokens: number;
  readonly capabilities: {
    readonly vision: boolean;
    readonly tools: boolean;
    readonly jsonSchema: boolean;
    /** False where the provider refuses a `temperature`. */
    readonly temperature: boolean;
    readonly reasoning: boolean;
  };
  /** Null where nobody knows it; such a model is never used under a budget. */
  readonly price: Price | null;
  readonly prior: Prior;
  readonly source: string;
  readonly date: string;
}
