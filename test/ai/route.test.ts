import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AiHealth, ModelsResponse, RouteResponse } from '#contracts/ai';
import type { Problem } from '#contracts/common';
import type { BusEvents } from '#contracts/events';
import { GOOD_DAY, PROVIDERS } from '#simulator';
import { read, startGateway, type TestGateway } from '../support/ai-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => void (gateway = await startGateway()));
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => PROVIDERS.forEach((provider) => gateway.simulator.behave(provider, GOOD_DAY)));

const ask = (fields: object = {}) =>
  gateway.send('POST', '/ai/route', {
    request_type: 'general_chat',
    prompt: 'What is duration?',
    cache: false,
    ...fields,
  });

async function answer(fields: object = {}): Promise<RouteResponse> {
  const reply = await ask(fields);
  const body = (await reply.json()) as RouteResponse;
  expect(reply.status, JSON.stringify(body)).toBe(200);
  return body;
}

describe('POST /ai/route', () => {
  it('answers with the contract fields, the decision and the exact bill', async () => {
    const body = await answer();
    expect(Value.Errors(RouteResponse, body)).toEqual([]);
    expect(body.response).toContain('Simulated answer to “What is duration?”');
    expect(body.metadata.simulated).toBe(true);
    expect(body.metadata.decision.chosen).toBe(body.model_used);
    expect(body.tokens_used).toBe(
      (body.metadata.usage?.input_tokens ?? 0) + (body.metadata.usage?.output_tokens ?? 0),
    );
    const models = await read<Static<typeof ModelsResponse>>(await gateway.send('GET', '/ai/models'));
    const card = models.models[body.model_used ?? ''];
    const { input_tokens = 0, output_tokens = 0 } = body.metadata.usage ?? {};
    const expected =
      (input_tokens * (card?.cost_per_1k_tokens ?? 0) +
        output_tokens * (card?.cost_per_1k_output_tokens ?? 0)) /
      1000;
    expect(body.cost).toBeCloseTo(expected, 9);
    expect(body.cost).toBeGreaterThan(0);
  });

  it('takes the old names of models and says what they stand for now', async () => {
    const body = await answer({ model_preference: 'claude-3-5-haiku-20241022' });
    expect(body.model_used).toBe('claude-haiku-4-5');
    expect(body.metadata.alias).toMatchObject({
      requested: 'claude-3-5-haiku-20241022',
      model: 'claude-haiku-4-5',
    });
    const successors = [
      ['gpt-4o-mini', 'gpt-4o-mini'],
      ['gpt-4o', 'gpt-4o'],
      ['claude-3-5-sonnet-20241022', 'claude-sonnet-4-6'],
      ['claude-3-5-sonnet', 'claude-sonnet-4-6'],
      ['gemini-pro', 'gemini-2.5-pro'],
      ['gemini-pro-vision', 'gemini-2.5-flash'],
    ] as const;
    for (const [name, successor] of successors) {
      const { decision } = (await answer({ model_preference: name, dry_run: true })).metadata;
      expect([name, decision.chosen]).toEqual([name, successor]);
    }
  });

  it('follows the strategy', async () => {
    const first = async (strategy: string) =>
      (await answer({ strategy, dry_run: true })).metadata.decision.candidates[0];
    const [best, cheap, fast] = [await first('quality'), await first('cost'), await first('latency')];
    expect(best?.quality).toBeGreaterThan(0.9);
    expect(fast?.expected_latency_ms).toBeLessThan(3_000);
    expect(cheap?.expected_cost_usd).toBeLessThan((best?.expected_cost_usd ?? 0) / 5);
  });

  it('asks nobody in a dry run and explains every rejection', async () => {
    const before = gateway.simulator.account('openai').calls;
    const body = await answer({ dry_run: true, allowed_providers: ['openai'], model_preference: 'gpt-4o' });
    expect(body.model_used).toBeNull();
    expect(gateway.simulator.account('openai').calls).toBe(before);
    const rejected = body.metadata.decision.candidates.filter((candidate) => candidate.rejected !== null);
    expect(rejected.length).toBeGreaterThan(5);
    for (const candidate of rejected) expect(candidate.rejected).toMatch(/allowed_providers leaves out/);
  });

  it('leaves out models that would miss the deadline, and takes the quickest where all would', async () => {
    const decide = async (fields: object) => (await answer({ dry_run: true, ...fields })).metadata.decision;
    const hurried = await decide({ request_type: 'code_generation', timeout_seconds: 8 });
    const late = hurried.candidates.filter(({ rejected }) => rejected?.includes('predicted p90'));
    expect(late.length).toBeGreaterThan(0);
    expect(hurried.candidates.filter(({ rejected }) => rejected === null).length).toBeGreaterThan(1);
    const relaxed = await decide({ request_type: 'code_generation', timeout_seconds: 120 });
    expect(relaxed.candidates.some(({ rejected }) => rejected !== null)).toBe(false);
    const hopeless = await decide({
      request_type: 'code_generation',
      timeout_seconds: 5,
      allowed_providers: ['anthropic'],
    });
    expect(hopeless.chosen).toBe('claude-haiku-4-5');
    expect(hopeless.reasons.join(' ')).toMatch(
      /likely to answer within 5\.0 s; claude-haiku-4-5, the quickest/,
    );
  });

  it('falls back to another provider and reports the failed attempt', async () => {
    gateway.simulator.behave('anthropic', { fault: 'server_error' });
    const body = await answer({ model_preference: 'claude-sonnet-4-6' });
    expect(body.metadata.provider).not.toBe('anthropic');
    expect(body.metadata.attempts.map((attempt) => attempt.outcome)).toEqual(['server_error', 'success']);
  });

  it('streams the answer and ends with the whole of it', async () => {
    const reply = await ask({ stream: true, model_preference: 'gemini-3.5-flash' });
    expect(reply.headers.get('content-type')).toContain('text/event-stream');
    const events = (await reply.text()).trim().split('\n\n').map(readEvent);
    const done = events.at(-1);
    expect(done?.event).toBe('done');
    const text = events
      .filter(({ event }) => event === 'delta')
      .map(({ data }) => data.text)
      .join('');
    expect(text).toBe(done?.data.response);
    expect(Value.Errors(RouteResponse, done?.data)).toEqual([]);
  });

  it('ends a stream that breaks with a typed error, never with a silent end', async () => {
    for (const fault of ['stream_cut', 'stream_end', 'stream_error', 'cut_json'] as const) {
      for (const provider of PROVIDERS) gateway.simulator.behave(provider, { fault });
      const reply = await ask({ stream: true });
      const events = (await reply.text()).trim().split('\n\n').map(readEvent);
      expect(events.at(-1)?.event, fault).toBe('error');
      expect(events.at(-1)?.data.code, fault).toBe('provider-failed');
    }
  });

  it.each([
    [{ request_type: 'poem' }, 422, 'invalid-fields'],
    [{ strategy: 'best' }, 422, 'invalid-fields'],
    [{ model_preference: 'gpt-9' }, 422, 'unknown-model'],
    [{ temperature: 3 }, 422, 'invalid-fields'],
    [{ max_tokens: -1 }, 422, 'invalid-fields'],
    [{ timeout_seconds: 1 }, 422, 'invalid-fields'],
    [{ budget_limit: -1 }, 422, 'invalid-fields'],
    [{ budget_limit: 0 }, 402, 'budget-exceeded'],
    [{ prompt: '' }, 422, 'invalid-fields'],
    [{ allowed_providers: ['nobody'] }, 422, 'no-capable-model'],
    [{ max_tokens: 900_000 }, 422, 'prompt-too-long'],
    [{ prompt: 'word '.repeat(780_000), max_tokens: 128_000 }, 422, 'prompt-too-long'],
  ])('refuses %o with a clear problem', async (fields, status, code) => {
    const reply = await ask(fields);
    const problem = await read<Problem>(reply);
    expect([reply.status, problem.code]).toEqual([status, code]);
    expect(problem.detail.length).toBeGreaterThan(20);
  });

  it('refuses a prompt of 10 MB before reading it', async () => {
    const reply = await ask({ prompt: 'x'.repeat(10_000_000) });
    expect(reply.status).toBe(413);
  });

  it('does not go around a provider that blocks an answer', async () => {
    for (const provider of PROVIDERS) gateway.simulator.behave(provider, { fault: 'blocked' });
    const reply = await ask();
    expect([reply.status, (await read<Problem>(reply)).code]).toEqual([422, 'content-blocked']);
  });

  it('tells the rest of the house what a request cost', async () => {
    const told: BusEvents['ai.requests.completed']['requests'] = [];
    const end = gateway.bus.subscribe('ai.requests.completed', ({ requests }) => told.push(...requests));
    const body = await answer();
    const mine = () => told.filter(({ requestId }) => requestId === body.request_id);
    await expect.poll(mine).toMatchObject([{ costUsd: body.cost, simulated: true, outcome: 'success' }]);
    end();
  });
});

describe('GET /ai/models and /ai/health', () => {
  it('lists every model by the contract', async () => {
    const body = await read<Static<typeof ModelsResponse>>(await gateway.send('GET', '/ai/models'));
    expect(Value.Errors(ModelsResponse, body)).toEqual([]);
    expect(body.models['gpt-4o-mini']?.cost_per_1k_tokens).toBe(0.00015);
    expect(body.models['claude-sonnet-4-6']?.cost_per_1k_tokens).toBe(0.003);
  });

  it('shows health without asking a provider', async () => {
    const before = gateway.simulator.account('openai').calls;
    const body = await read<AiHealth>(await gateway.send('GET', '/ai/health'));
    expect(Value.Errors(AiHealth, body)).toEqual([]);
    expect(gateway.simulator.account('openai').calls).toBe(before);
  });
});

describe('without any provider', () => {
  it('says honestly that there is none, and which variable to set', async () => {
    await using bare = await startGateway({ simulated: false });
    const reply = await bare.send('POST', '/ai/route', { request_type: 'general_chat', prompt: 'Hi' });
    const problem = await read<Problem>(reply);
    expect([reply.status, problem.code]).toEqual([503, 'no-provider-configured']);
    for (const name of ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GOOGLE_API_KEY'])
      expect(problem.detail).toContain(name);
    expect((await read<AiHealth>(await bare.send('GET', '/ai/health'))).status).toBe('unhealthy');
  });
});

function readEvent(frame: string) {
  const event = /^event: (.*)$/m.exec(frame)?.[1];
  return { event, data: JSON.parse(/^data: (.*)$/m.exec(frame)?.[1] ?? 'null') };
}
