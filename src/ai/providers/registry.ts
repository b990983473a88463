import type { Config, ProviderName } from '#contracts/config';
import { createAnthropicProvider } from './anthropic/index.ts';
import { createGoogleProvider } from './google/index.ts';
import { createOpenAiProvider } from './openai/index.ts';
import type { Provider, ProviderOptions } from './provider.ts';
import type { Upstream } from './upstream.ts';

/** Where the simulator speaks for the providers, and the key it takes. */
export interface SimulatedProviders {
  readonly baseUrls: Readonly<Record<ProviderName, string>>;
  readonly apiKey: string;
}

const CREATE: Record<ProviderName, (options: ProviderOptions, upstream: Upstream) => Provider> = {
  openai: createOpenAiProvider,
  anthropic: createAnthropicProvider,
  google: createGoogleProvider,
};

export const PROVIDER_NAMES: readonly ProviderName[] = ['openai', 'anthropic', 'google'];

/**
 * The providers that have a key, and the compatible servers. Only where there is neither, the simulator stands in: real and
 * simulated never mix.
 */
export function createProviders(
  config: Pick<Config, 'providers' | 'compatibleServers'>,
  simulator: SimulatedProviders | undefined,
  upstream: Upstream,
): ReadonlyMap<string, Provider> {
  const vendors = PROVIDER_NAMES.flatMap((name) => {
    const { apiKey, baseUrl } = config.providers[name];
    return apiKey === undefined ? [] : [CREATE[name]({ name, apiKey, baseUrl, simulated: false }, upstream)];
  });
  const servers = config.compatibleServers.map(({ name, apiKey, baseUrl }) =>
    createOpenAiProvider({ name, apiKey, baseUrl, simulated: false, maxTokensField: 'max_tokens' }, upstream),
  );
  const real = [...vendors, ...servers];
  if (real.length > 0 || simulator === undefined)
    return new Map(real.map((provider) => [provider.name, provider]));
  const { apiKey, baseUrls } = simulator;
  return new Map(
    PROVIDER_NAMES.map((name) => [
      name,
      CREATE[name]({ name, apiKey, baseUrl: baseUrls[name], simulated: true }, upstream),
    ]),
  );
}
