import type { AiHealth, ProviderHealth } from '#contracts/ai';
import type { Gateway } from '../gateway.ts';
import { PROVIDER_NAMES } from '../providers/registry.ts';

/** What `GET /ai/health` answers: what live traffic showed. Asking costs nothing. */
export function healthReport(gateway: Gateway): AiHealth {
  const names = new Set([...PROVIDER_NAMES, ...gateway.providers.keys()]);
  const providers = Object.fromEntries([...names].map((name) => [name, providerHealth(gateway, name)]));
  const available = gateway.usable.filter((model) => gateway.whyUnavailable(model) === null).length;
  const troubled = Object.entries(providers).filter(
    ([, { configured, breaker, killed }]) => configured && (breaker !== 'closed' || killed),
  );
  const reasons = troubled.map(([name, { killed }]) =>
    killed ? `a kill switch stops ${name}` : `the circuit breaker of ${name} is not closed`,
  );
  if (gateway.providers.size === 0)
    reasons.push('no provider key is set: OPENAI_API_KEY, ANTHROPIC_API_KEY or GOOGLE_API_KEY');
  else if (available === 0) reasons.push('no model can be asked right now');
  return {
    status: available === 0 ? 'unhealthy' : reasons.length > 0 ? 'degraded' : 'healthy',
    reasons,
    providers,
    models_available: available,
    simulated: gateway.simulated,
    timestamp: new Date(gateway.clock.now()).toISOString(),
  };
}

function providerHealth(gateway: Gateway, name: string): ProviderHealth {
  const provider = gateway.providers.get(name);
  const nowMs = gateway.clock.now();
  const models = gateway.catalogue.models.filter((model) => model.provider === name);
  const seen = models.map((model) => gateway.traffic.liveOf(model).beliefs(nowMs));
  const calls = seen.reduce((sum, { evidence }) => sum + evidence, 0);
  const successes = seen.reduce((sum, belief) => sum + belief.successes, 0);
  return {
    configured: provider !== undefined,
    simulated: provider?.simulated ?? false,
    breaker: gateway.breakers.state('provider', name),
    killed: gateway.isKilled(name),
    recent_requests: Math.round(calls),
    recent_success_rate: calls === 0 ? null : Math.round((successes / calls) * 1e4) / 1e4,
    last_failure: gateway.lastFailure(name),
  };
}
