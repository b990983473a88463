import type { ModelRow } from '../document.ts';

/** USD per million tokens; what the list does not say is null. */
export interface ListedClasses {
  readonly input: number;
  readonly output: number;
  readonly cached_read: number | null;
  readonly cache_write: number | null;
}

export interface ListedPrice extends ListedClasses {
  readonly batch_factor: number | null;
  readonly long_context: (ListedClasses & { readonly above_tokens: number }) | null;
  readonly service_tiers: Readonly<Record<string, ListedClasses>>;
}

/** One model as a public list describes it, in our units. What the list does not say is null. */
export interface ListedModel {
  readonly id: string;
  readonly provider: ModelRow['provider'];
  readonly contextWindow: number | null;
  readonly maxInputTokens: number | null;
  readonly maxOutputTokens: number | null;
  readonly capabilities: { readonly [Name in keyof ModelRow['capabilities']]: boolean | null };
  /** Null where it is not stated, or where `priceTrouble` keeps us from using it. */
  readonly price: ListedPrice | null;
  readonly priceTrouble: string | null;
  /** Day from which the provider serves it no more. */
  readonly retiredOn: string | null;
}

export interface PublicList {
  /** What rows taken from it name as their source. */
  readonly source: string;
  readonly models: readonly ListedModel[];
  /** Price fields that were left alone because they price what the gateway does not buy, and how often they came. */
  readonly ignoredFields: Readonly<Record<string, number>>;
}

/** USD per million tokens with at most six decimals, which is what bills are exact for. */
export function perMillion(usdPerToken: number): number {
  return Number((usdPerToken * 1e6).toFixed(6));
}

/** A price as it is stated; undefined where there is none. @throws Error where it is no price. */
export function amountAt(row: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = row[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new Error(`${name} is ${JSON.stringify(value)}`);
}

/** Collects the fields that nobody reads. */
export function createIgnored() {
  const counts: Record<string, number> = {};
  return { counts, note: (name: string) => void (counts[name] = (counts[name] ?? 0) + 1) };
}
