import type { ProviderName } from '#contracts/config';
import type { Behaviour } from './behaviour.ts';

export const PROVIDERS: readonly ProviderName[] = ['openai', 'anthropic', 'google'];

export function isProvider(name: string): name is ProviderName {
  return PROVIDERS.some((provider) => provider === name);
}

/** What one vendor would have billed. */
export interface Account {
  calls: number;
  aborted: number;
  inputTokens: number;
  outputTokens: number;
}

export interface Controls {
  behave(provider: ProviderName, change: Partial<Behaviour>): void;
  behaviour(provider: ProviderName): Behaviour;
  account(provider: ProviderName): Readonly<Account>;
}
