import type { ModelCard } from '#contracts/ai';
import { REQUEST_TYPES } from '#contracts/choices';
import type { Model } from '../catalogue/model.ts';
import type { Gateway } from '../gateway.ts';

/** What `GET /ai/models` answers. */
export function modelsReport(gateway: Gateway) {
  return {
    models: Object.fromEntries(gateway.catalogue.models.map((model) => [model.id, cardOf(gateway, model)])),
    request_types: [...REQUEST_TYPES],
    simulated: gateway.simulated,
    timestamp: new Date(gateway.clock.now()).toISOString(),
  };
}

function cardOf(gateway: Gateway, model: Model): ModelCard {
  const nowMs = gateway.clock.now();
  const beliefs = gateway.traffic.liveOf(model).beliefs(nowMs);
  const reason = gateway.whyUnavailable(model);
  return {
    provider: model.provider,
    max_tokens: model.maxOutputTokens,
    context_window: model.contextWindow,
    cost_per_1k_tokens: perThousand(model.price?.input),
    cost_per_1k_output_tokens: perThousand(model.price?.output),
    supports_vision: model.capabilities.vision,
    supports_functions: model.capabilities.tools,
    supports_json_schema: model.capabilities.jsonSchema,
    latency_ms: Math.round(beliefs.firstTokenMs),
    reliability_score: Math.round(beliefs.reliability * 1e4) / 1e4,
    aliases: model.aliases.map(({ name }) => name),
    available: reason === null,
    unavailable_reason: reason,
    price_source: model.source,
    price_date: model.date,
  };
}

/** Per-million prices have at most six decimals, so nine keep every price exact. */
function perThousand(usdPerMillion: number | undefined): number | null {
  return usdPerMillion === undefined ? null : Math.round(usdPerMillion * 1e6) / 1e9;
}
