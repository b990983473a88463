import type { CompatibleServer } from '#contracts/config';
import type { Model } from './model.ts';

/** What is believed of a model nobody has told us about: modest, so that it is tried and then judged by what it does. */
const UNKNOWN = { quality: 0.6, timeToFirstTokenMs: 800, tokensPerSecond: 40, reliability: 0.98 };

/** The models of configured OpenAI-compatible servers, named `server/model`. `day` is the day of the configuration. */
export function compatibleModels(servers: readonly CompatibleServer[], day: string): Model[] {
  return servers.flatMap((server) =>
    server.models.map((it): Model => {
      const { price } = it;
      return {
        id: `${server.name}/${it.name}`,
        wireName: it.name,
        provider: server.name,
        aliases: [],
        contextWindow: it.contextWindow,
        maxInputTokens: it.contextWindow,
        maxOutputTokens: it.maxOutputTokens,
        maxImageTokens: it.contextWindow,
        capabilities: {
          vision: it.vision,
          tools: it.tools,
          jsonSchema: it.jsonSchema,
          temperature: it.temperature,
          reasoning: it.reasoning,
        },
        price:
          price === null
            ? null
            : { ...price, cacheWrite: price.input, batchFactor: 1, longContext: null, serviceTiers: {} },
        prior: { ...UNKNOWN, quality: it.quality ?? UNKNOWN.quality, taskQuality: {} },
        source: 'configuration',
        date: day,
      };
    }),
  );
}
