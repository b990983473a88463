import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RouteResponse } from '#contracts/ai';
import type { Problem } from '#contracts/common';
import { GOOD_DAY, PROVIDERS } from '#simulator';
import { read, startGateway, type TestGateway } from '../support/ai-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => void (gateway = await startGateway()));
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => PROVIDERS.forEach((provider) => gateway.simulator.behave(provider, GOOD_DAY)));

const SCHEMA = {
  type: 'object',
  properties: { verdict: { enum: ['buy', 'hold'] }, score: { type: 'number', minimum: 1 } },
  required: ['verdict', 'score'],
  additionalProperties: false,
};
const RIGHT = { verdict: 'buy', score: 1 };

const route = (fields: object = {}) =>
  gateway.send('POST', '/ai/route', {
    request_type: 'general_chat',
    prompt: 'Judge it.',
    response_schema: SCHEMA,
    cache: false,
    ...fields,
  });
const chat = (fields: object = {}) =>
  gateway.send('POST', '/v1/chat/completions', {
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: 'Judge it.' }],
    response_format: { type: 'json_schema', json_schema: { name: 'verdict', schema: SCHEMA } },
    ...fields,
  });
const wrong = { fault: 'off_schema' as const };

describe('an answer by schema', () => {
  it('asks another model where one misses the schema, and counts the miss', async () => {
    gateway.simulator.behave('anthropic', wrong);
    const reply = await route({ model_preference: 'claude-haiku-4-5' });
    const body = await read<RouteResponse>(reply);
    expect(reply.status).toBe(200);
    expect(JSON.parse(body.response ?? '')).toEqual(RIGHT);
    const [first, second] = body.metadata.attempts;
    expect([first?.outcome, second?.outcome]).toEqual(['invalid_answer', 'success']);
    expect(first?.detail).toContain('must be object');
    expect(first?.cost_usd).toBeGreaterThan(0);
    expect(body.cost).toBeCloseTo((first?.cost_usd ?? 0) + (second?.cost_usd ?? 0), 12);
    const performance = await read<Record<string, { errors: object }>>(
      await gateway.send('GET', '/ai/performance'),
    );
    expect(performance['claude-haiku-4-5']?.errors).toEqual({ invalid_answer: 1 });
  });

  it('shows a model that stands alone its mistakes, once', async () => {
    // With this seed the first call meets the fault and the second does not.
    gateway.simulator.behave('openai', { ...wrong, faultRate: 0.5, seed: 1 });
    const before = gateway.simulator.account('openai').calls;
    const reply = await chat();
    const body = await read<{ choices: { message: { content: string } }[] }>(reply);
    expect(reply.status).toBe(200);
    expect(JSON.parse(body.choices[0]?.message.content ?? '')).toEqual(RIGHT);
    expect(gateway.simulator.account('openai').calls - before).toBe(2);
  });

  it('says so where no model answers by the schema, and never opens a breaker for it', async () => {
    for (const provider of PROVIDERS) gateway.simulator.behave(provider, wrong);
    for (let turn = 0; turn < 6; turn += 1) {
      const reply = await chat();
      const problem = await read<Problem>(reply);
      expect([reply.status, problem.code]).toEqual([502, 'invalid-answer']);
      expect(problem.detail).toContain('must be object');
    }
    expect((await route()).status).toBe(502);
    gateway.simulator.behave('openai', GOOD_DAY);
    expect((await chat()).status).toBe(200);
  });

  it('ends a stream that misses the schema with the problem', async () => {
    gateway.simulator.behave('openai', wrong);
    const relayed = await (await chat({ stream: true })).text();
    expect(relayed).toContain('"code":"invalid-answer"');
    expect(relayed).not.toContain('[DONE]');
    gateway.simulator.behave('openai', GOOD_DAY);
    expect(await (await chat({ stream: true })).text()).toContain('[DONE]');
    for (const provider of PROVIDERS) gateway.simulator.behave(provider, wrong);
    const routed = await (await route({ stream: true })).text();
    expect(routed).toContain('event: error');
    expect(routed).not.toContain('event: done');
  });

  it('takes a cut answer for none, but tells OpenAI clients in their own way', async () => {
    const reply = await route({ max_tokens: 2 });
    const problem = await read<Problem>(reply);
    expect([reply.status, problem.code]).toEqual([502, 'invalid-answer']);
    expect(problem.detail).toContain('max_tokens');
    const cut = await read<{ choices: { finish_reason: string }[] }>(await chat({ max_tokens: 2 }));
    expect(cut.choices[0]?.finish_reason).toBe('length');
  });

  it('spends no more than the limit of the request, failed answers included', async () => {
    for (const provider of PROVIDERS) gateway.simulator.behave(provider, wrong);
    const dry = await read<RouteResponse>(await route({ dry_run: true, strategy: 'cost', max_tokens: 20 }));
    const worst = dry.metadata.decision.candidates[0]?.worst_cost_usd ?? 0;
    const limit = worst * 1.05;
    const reply = await route({ strategy: 'cost', max_tokens: 20, budget_limit: limit });
    const problem = await read<Problem & { request_id?: string }>(reply);
    expect(problem.code).toBe('invalid-answer');
    const { decisions } = await read<{ decisions: { cost_usd: number }[] }>(
      await gateway.send('GET', '/ai/decisions?limit=1'),
    );
    expect(decisions[0]?.cost_usd).toBeGreaterThan(0);
    expect(decisions[0]?.cost_usd).toBeLessThanOrEqual(limit);
  });

  it.each([
    [{ $ref: 'https://example.org/schema' }, '/response_schema/$ref'],
    [{ $ref: '#/$defs/missing' }, '/response_schema/$ref'],
    [
      { type: 'object', properties: { a: { type: 'string', pattern: '(' } } },
      '/response_schema/properties/a/pattern',
    ],
  ])('refuses %o, which could not be checked', async (schema, pointer) => {
    const problem = await read<Problem>(await route({ response_schema: schema }));
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it('refuses several choices by a schema', async () => {
    expect((await chat({ n: 2 })).status).toBe(422);
  });
});
