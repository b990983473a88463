import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cache, createTelemetry, type Database } from '#platform';
import { PROVIDERS } from '#simulator';
import { startGateway, type TestGateway } from '../support/ai-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => void (gateway = await startGateway()));
afterAll(() => gateway[Symbol.asyncDispose]());

/** `/metrics` as Prometheus reads it: each sample by its name and labels. */
async function collect(): Promise<Map<string, number>> {
  const cache = { statistics: { hits: 0, misses: 0 } } as unknown as Cache;
  const database = { pool: { totalCount: 1, waitingCount: 0 } } as unknown as Database;
  const telemetry = createTelemetry(cache, database);
  telemetry.offer(() => gateway.room.metrics());
  const text = await telemetry.registry.metrics();
  const samples = [...text.matchAll(/^(ai_\w+(?:\{[^}]*\})?) (\S+)$/gm)];
  return new Map(samples.map(([, name = '', value]) => [name, Number(value)]));
}

const route = (fields: object) =>
  gateway.send('POST', '/ai/route', {
    request_type: 'general_chat',
    prompt: 'Why?',
    cache: false,
    ...fields,
  });

it('counts requests, attempts, tokens, money and times by model', async () => {
  gateway.simulator.behave('openai', { fault: 'server_error' });
  const reply = await route({ model_preference: 'gpt-4.1', allowed_providers: ['openai', 'anthropic'] });
  const {
    model_used: model,
    cost,
    metadata,
  } = (await reply.json()) as {
    model_used: string;
    cost: number;
    metadata: { usage: { input_tokens: number } };
  };
  gateway.simulator.behave('openai', { fault: 'none' });
  await (await route({ model_preference: 'gpt-4o', stream: true })).text();
  await route({ budget_limit: 0 });

  const samples = await collect();
  const at = (name: string) => samples.get(name);
  expect(at(`ai_requests_total{model="${model}",outcome="success"}`)).toBe(1);
  expect(at('ai_requests_total{model="gpt-4o",outcome="success"}')).toBe(1);
  expect(at('ai_requests_total{model="none",outcome="budget-exceeded"}')).toBe(1);
  expect(at('ai_upstream_attempts_total{provider="openai",outcome="server_error",hedge="false"}')).toBe(1);
  expect(at('ai_upstream_attempts_total{provider="anthropic",outcome="success",hedge="false"}')).toBe(1);
  expect(at(`ai_tokens_total{model="${model}",kind="input"}`)).toBe(metadata.usage.input_tokens);
  expect(at(`ai_cost_usd_total{model="${model}"}`)).toBeCloseTo(cost, 12);
  expect(at('ai_cache_results_total{result="off"}')).toBe(3);
  expect(at('ai_request_duration_seconds_bucket{model="gpt-4o",le="+Inf"}')).toBe(1);
  expect(at('ai_request_duration_seconds_count{model="gpt-4o"}')).toBe(1);
  expect(at('ai_request_duration_seconds_sum{model="gpt-4o"}')).toBeGreaterThan(0);
  expect(at('ai_time_to_first_token_seconds_count{model="gpt-4o"}')).toBe(1);
  expect(at(`ai_time_to_first_token_seconds_count{model="${model}"}`)).toBe(0);
  expect(at('ai_breaker_state{kind="provider",name="openai"}')).toBe(0);
  expect(at('ai_models_available')).toBeGreaterThan(15);
});

it('shows how full budgets are, and open breakers, without naming callers', async () => {
  await gateway.send('PUT', '/ai/budgets', { scope: 'key', subject: '*', window: 'day', limit_usd: 0.01 });
  for (const as of ['alice', 'bob'])
    await gateway.send(
      'POST',
      '/ai/route',
      { request_type: 'general_chat', prompt: 'Hm?', max_tokens: 50 },
      as,
    );
  for (const provider of PROVIDERS) gateway.simulator.behave(provider, { fault: 'server_error' });
  for (let turn = 0; turn < 6; turn += 1) await route({ max_tokens: 50, prompt: `${turn}` });
  await expect
    .poll(async () => (await collect()).get('ai_budget_used_ratio{scope="key",window="day"}'), {
      timeout: 5_000,
    })
    .toBeGreaterThan(0);
  const samples = await collect();
  const states = [...samples].filter(([name]) => name.startsWith('ai_breaker_state'));
  expect(states.some(([, value]) => value === 2)).toBe(true);
  expect([...samples.keys()].join()).not.toMatch(/alice|bob|tester/);
});

it('keeps its labels bounded, whoever asks what', async () => {
  const before = (await collect()).size;
  for (let turn = 0; turn < 30; turn += 1)
    await gateway.send('POST', '/v1/chat/completions', { model: `m${turn}`, messages: [] }, `caller-${turn}`);
  expect((await collect()).size).toBe(before);
});
