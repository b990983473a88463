import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAiJobs } from '#ai';
import { PerformanceResponse, type RouteResponse } from '#contracts/ai';
import {
  type BudgetsResponse,
  ControlsResponse,
  type FeedbackResponse,
  ReportsResponse,
  RequestTrace,
  SpendResponse,
  type TracesResponse,
} from '#contracts/ai-operations';
import type { Problem } from '#contracts/common';
import { createJobStore, createLogger, type Database, readConfig, runJob, systemClock } from '#platform';
import { GOOD_DAY, PROVIDERS } from '#simulator';
import { read, startGateway, type TestGateway } from '../support/ai-gateway.ts';
import { createTestDatabase } from '../support/database.ts';

let database: Database;
let gateway: TestGateway;
beforeAll(async () => {
  database = await createTestDatabase();
  gateway = await startGateway({ database });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});
beforeEach(() => PROVIDERS.forEach((provider) => gateway.simulator.behave(provider, GOOD_DAY)));

const ask = (fields: object = {}, as?: string) =>
  gateway.send(
    'POST',
    '/ai/route',
    { request_type: 'general_chat', prompt: 'What is beta?', cache: false, ...fields },
    as,
  );
const get = async <T>(path: string) => read<T>(await gateway.send('GET', path));

describe('statistics', () => {
  it('traces any request, with the decision as the reply showed it', async () => {
    const reply = await read<RouteResponse>(await ask());
    const trace = await get<Static<typeof RequestTrace>>(`/ai/decisions/${reply.request_id}`);
    expect(Value.Errors(RequestTrace, trace)).toEqual([]);
    expect(trace).toMatchObject({
      model: reply.model_used,
      cost_usd: reply.cost,
      outcome: 'success',
      simulated: true,
    });
    expect(trace.decision).toEqual(reply.metadata.decision);
    expect(trace.reference_cost_usd).toBeGreaterThan(0);
    const { decisions } = await get<Static<typeof TracesResponse>>('/ai/decisions?limit=1');
    expect(decisions.map(({ request_id }) => request_id)).toEqual([reply.request_id]);
    expect((await gateway.send('GET', '/ai/decisions/nobody')).status).toBe(404);
  });

  it('counts failures too, and survives a restart', async () => {
    gateway.simulator.behave('openai', { fault: 'server_error' });
    await ask({ model_preference: 'gpt-4.1' });
    gateway.simulator.behave('openai', GOOD_DAY);
    await ask({ model_preference: 'gpt-4.1', stream: true }).then((reply) => reply.text());
    await using restarted = await startGateway({ database });
    await get('/ai/performance');
    const all = await read<Static<typeof PerformanceResponse>>(
      await restarted.send('GET', '/ai/performance'),
    );
    expect(Value.Errors(PerformanceResponse, all)).toEqual([]);
    const row = all['gpt-4.1'];
    expect(row).toMatchObject({
      total_requests: 2,
      successful_requests: 1,
      success_rate: 0.5,
      errors: { server_error: 1 },
    });
    expect(row?.time_to_first_token_ms_p50).toBeGreaterThan(0);
    expect(row?.total_cost).toBeGreaterThan(0);
  });

  it('remembers how reliable a model was, apart for real and simulated calls', async () => {
    await database.pool.query(
      `INSERT INTO ai_model_hours (hour, model, request_type, calls, successes, errors, latency_ms_sum, latency_histogram,
         first_token_histogram, cost_usd, input_tokens, output_tokens, simulated)
       SELECT date_trunc('hour', now()), model, 'general_chat', 100, 50, '{}', 50000, array_fill(0::float8, ARRAY[96]),
         array_fill(0::float8, ARRAY[96]), 0, 0, 500, simulated
       FROM (VALUES ('gemini-3.5-flash', true), ('gpt-4.1-nano', false)) AS rows(model, simulated)`,
    );
    await using restarted = await startGateway({ database });
    const { models } = await read<{ models: Record<string, { reliability_score: number }> }>(
      await restarted.send('GET', '/ai/models'),
    );
    expect(models['gemini-3.5-flash']?.reliability_score).toBeLessThan(0.65);
    expect(models['gpt-4.1-nano']?.reliability_score).toBeGreaterThan(0.95);
  });

  it('adds up the money, and what the best single model would have cost', async () => {
    const before = await get<Static<typeof SpendResponse>>('/ai/spend');
    const replies = await Promise.all(
      [1, 2, 3].map(async () => read<RouteResponse>(await ask({ strategy: 'cost' }))),
    );
    const after = await get<Static<typeof SpendResponse>>('/ai/spend');
    expect(Value.Errors(SpendResponse, after)).toEqual([]);
    const paid = replies.reduce((sum, { cost }) => sum + cost, 0);
    expect(after.total_cost_usd - before.total_cost_usd).toBeCloseTo(paid, 10);
    expect(after.savings_usd).toBeGreaterThan(0);
    expect(after.days.reduce((sum, day) => sum + day.cost_usd, 0)).toBeCloseTo(after.total_cost_usd, 10);
  });

  it('lets ratings move the belief in a model, once a principal and request', async () => {
    const reply = await read<RouteResponse>(await ask({ model_preference: 'gpt-4o' }));
    const rate = async (rating: number) =>
      read<Static<typeof FeedbackResponse>>(
        await gateway.send('POST', '/ai/feedback', { request_id: reply.request_id, rating }),
      );
    const low = await rate(0);
    const high = await rate(1);
    expect(low.quality).toBeCloseTo((20 * 0.76) / 21, 6);
    expect(high.quality).toBeCloseTo((20 * 0.76 + 1) / 21, 6);
    const unknown = await gateway.send('POST', '/ai/feedback', { request_id: 'nobody', rating: 1 });
    expect((await read<Problem>(unknown)).code).toBe('unknown-request');
  });
});

describe('GET /ai/reports', () => {
  it('shows what the jobs found, and when they are due', async () => {
    const [review] = createAiJobs({ config: readConfig({}), database, clock: systemClock });
    if (review === undefined) throw new Error('no job');
    const logger = createLogger({ logLevel: 'silent' });
    await runJob(review, null, { store: createJobStore(database), clock: systemClock, logger });
    const all = await get<Static<typeof ReportsResponse>>('/ai/reports');
    expect(Value.Errors(ReportsResponse, all)).toEqual([]);
    expect(all.jobs.map(({ job }) => job)).toEqual(['model-review', 'cost-analysis', 'ai-upkeep']);
    const one = await get<Static<typeof ReportsResponse>>('/ai/reports?job=model-review&limit=5');
    expect(one.jobs).toMatchObject([
      { schedule: 'Mondays at 06:00 UTC', runs: [{ outcome: 'success', due_at: null }] },
    ]);
    expect(one.jobs[0]?.runs[0]?.text).toContain('gpt-4.1: ');
    expect((await gateway.send('GET', '/ai/reports?job=nothing')).status).toBe(422);
  });
});

describe('kill switches', () => {
  const kill = (body: object) => gateway.send('PUT', '/ai/kill-switch', body);

  it('stop a provider, a model, a key and everything at once, and say who did', async () => {
    const on = await read<Static<typeof ControlsResponse>>(
      await kill({ target: 'provider', name: 'anthropic', killed: true, reason: 'incident 7' }),
    );
    expect(Value.Errors(ControlsResponse, on)).toEqual([]);
    expect(on.kill_switches).toMatchObject([
      { target: 'provider', name: 'anthropic', reason: 'incident 7', by: 'tester' },
    ]);
    const reply = await read<RouteResponse>(await ask({ model_preference: 'claude-opus-4-8' }));
    expect(reply.metadata.provider).not.toBe('anthropic');
    await kill({ target: 'provider', name: 'anthropic', killed: false });

    expect((await ask({ cache: true }, 'mallory')).status).toBe(200);
    await kill({ target: 'key', name: 'mallory', killed: true });
    expect((await read<Problem>(await ask({}, 'mallory'))).code).toBe('ai-stopped');
    expect((await ask({ cache: true }, 'mallory')).status).toBe(503);
    expect((await ask({}, 'alice')).status).toBe(200);
    await kill({ target: 'key', name: 'mallory', killed: false });

    await kill({ target: 'all', killed: true });
    expect((await ask()).status).toBe(503);
    await kill({ target: 'all', killed: false });
    expect((await ask()).status).toBe(200);
  });

  it('refuse a model that is not known and a target without name', async () => {
    expect((await kill({ target: 'model', name: 'gpt-9', killed: true })).status).toBe(422);
    expect((await kill({ target: 'model', killed: true })).status).toBe(422);
  });
});

describe('budgets', () => {
  const put = async (body: object) => {
    const reply = await gateway.send('PUT', '/ai/budgets', body);
    return { status: reply.status, body: await read<Static<typeof BudgetsResponse>>(reply) };
  };

  it('hold every key to its own day, and show what is left', async () => {
    await put({ scope: 'key', subject: '*', window: 'day', limit_usd: 0.02 });
    let spent = 0;
    let refused = 0;
    for (let turn = 0; turn < 40 && refused === 0; turn += 1) {
      const reply = await ask(
        { model_preference: 'claude-opus-4-8', allowed_providers: ['anthropic'], max_tokens: 100 },
        'bob',
      );
      if (reply.status === 200) spent += (await read<RouteResponse>(reply)).cost;
      else {
        expect((await read<Problem>(reply)).code).toBe('budget-exceeded');
        refused += 1;
      }
    }
    expect(refused).toBe(1);
    expect(spent).toBeGreaterThan(0.01);
    expect(spent).toBeLessThanOrEqual(0.02);
    expect((await ask({}, 'carol')).status).toBe(200);
    await expect
      .poll(async () => {
        const { budgets } = await get<Static<typeof BudgetsResponse>>('/ai/budgets');
        return budgets.find(({ subject }) => subject === 'bob')?.spent_usd;
      })
      .toBeCloseTo(spent, 8);
    await put({ scope: 'key', subject: '*', window: 'day', limit_usd: null });
    expect((await ask({}, 'bob')).status).toBe(200);
  });

  it('limit one request', async () => {
    await put({ scope: 'user', subject: 'dora', window: 'request', limit_usd: 0.000001 });
    expect((await ask({ user: 'dora' })).status).toBe(402);
    expect((await ask({ user: 'emil' })).status).toBe(200);
    await put({ scope: 'user', subject: 'dora', window: 'request', limit_usd: null });
  });

  it.each([
    [{ scope: 'global', subject: 'x', window: 'day', limit_usd: 1 }],
    [{ scope: 'key', window: 'day', limit_usd: 1 }],
    [{ scope: 'key', subject: 'x', window: 'year', limit_usd: 1 }],
    [{ scope: 'key', subject: 'x', window: 'day', limit_usd: -1 }],
  ])('refuse %o', async (body) => {
    expect((await put(body)).status).toBe(422);
  });
});
