import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RouteResponse } from '#contracts/ai';
import type { Problem } from '#contracts/common';
import { GOOD_DAY, PROVIDERS } from '#simulator';
import { read, startGateway, type TestGateway } from '../support/ai-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => void (gateway = await startGateway()));
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => PROVIDERS.forEach((provider) => gateway.simulator.behave(provider, GOOD_DAY)));

let unique = 0;
const question = () => ({ request_type: 'general_chat', prompt: `Question ${(unique += 1)}?` });
const ask = async (body: object, as?: string) =>
  read<RouteResponse>(await gateway.send('POST', '/ai/route', body, as));
const calls = () => PROVIDERS.reduce((sum, provider) => sum + gateway.simulator.account(provider).calls, 0);

describe('cache and single-flight', () => {
  it('gives the same caller the same answer again, for nothing', async () => {
    const body = question();
    const first = await ask(body);
    const before = calls();
    const again = await ask(body);
    expect(again).toMatchObject({ response: first.response, model_used: first.model_used, cost: 0 });
    expect([first.metadata.cache, again.metadata.cache]).toEqual(['miss', 'hit']);
    expect(calls()).toBe(before);
  });

  it('replays a stored answer as a stream, and a streamed answer whole', async () => {
    const body = question();
    const first = await ask(body);
    const before = calls();
    const streamed = await gateway.send('POST', '/ai/route', { ...body, stream: true });
    expect(await streamed.text()).toContain('"cache":"hit"');
    expect(calls()).toBe(before);
    const other = question();
    const text = await (await gateway.send('POST', '/ai/route', { ...other, stream: true })).text();
    const whole = await ask(other);
    expect(whole.metadata.cache).toBe('hit');
    expect(text).toContain(JSON.stringify(whole.response));
    expect(first.response).not.toBe(whole.response);
  });

  it('never serves one caller what another asked', async () => {
    const body = question();
    await ask(body, 'alice');
    expect((await ask(body, 'bob')).metadata.cache).toBe('miss');
  });

  it('asks once for callers who ask the same at the same time', async () => {
    for (const provider of PROVIDERS) gateway.simulator.behave(provider, { latencyMs: 150 });
    const body = question();
    const before = calls();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(body)));
    expect(calls() - before).toBe(1);
    expect(answers.filter(({ metadata }) => metadata.cache === 'shared')).toHaveLength(19);
    expect(answers.filter(({ cost }) => cost > 0)).toHaveLength(1);
  });

  it('asks anew where told so', async () => {
    const body = { ...question(), cache: false };
    await ask(body);
    expect((await ask(body)).metadata.cache).toBe('off');
  });
});

describe('POST /ai/route/batch', () => {
  it('answers in order, and what fails is a problem in its place', async () => {
    const requests = [
      question(),
      { request_type: 'poem', prompt: 'x' },
      question(),
      { ...question(), budget_limit: 0 },
    ];
    const reply = await gateway.send('POST', '/ai/route/batch', { requests, max_concurrent: 2 });
    const items = await read<(RouteResponse & { request_index?: number; error?: Problem })[]>(reply);
    expect(items.map((item) => item.error?.code ?? 'answered')).toEqual([
      'answered',
      'invalid-fields',
      'answered',
      'budget-exceeded',
    ]);
    expect(items[1]?.request_index).toBe(1);
    expect(items[2]?.response).toContain(requests[2]?.prompt);
  });

  it('refuses none and too many at once', async () => {
    expect((await gateway.send('POST', '/ai/route/batch', { requests: [] })).status).toBe(422);
    expect(
      (await gateway.send('POST', '/ai/route/batch', { requests: [question()], max_concurrent: 11 })).status,
    ).toBe(422);
  });
});

describe('hedging', () => {
  it('cuts the slow tail by a second call, within its money', async () => {
    await using own = await startGateway();
    const model = 'claude-haiku-4-5';
    const stream = async (strict: boolean) => {
      const body = { ...question(), stream: true, cache: false, model_preference: model };
      const text = await (
        await own.send('POST', '/ai/route', strict ? { ...body, allowed_providers: ['anthropic'] } : body)
      ).text();
      return JSON.parse(/event: done\ndata: (.*)/.exec(text)?.[1] ?? 'null') as RouteResponse;
    };
    // So much that what the machine adds by chance is little beside it.
    for (const provider of PROVIDERS) own.simulator.behave(provider, { latencyMs: 40 });
    for (let turn = 0; turn < 120; turn += 1) await stream(false);
    own.simulator.behave('anthropic', { latencyMs: 40, slowRate: 0.03, slowMs: 1_500, seed: 5 });
    const answers: RouteResponse[] = [];
    for (let turn = 0; turn < 200; turn += 1) answers.push(await stream(false));
    const firstTokens = answers.map(({ metadata }) =>
      metadata.attempts.reduce((sum, it) => Math.max(sum, it.latency_ms), 0),
    );
    const hedged = answers.filter(({ metadata }) => metadata.attempts.some(({ hedge }) => hedge));
    const slow = firstTokens.filter((ms) => ms > 1_000).length;
    const extra = hedged.reduce(
      (sum, { metadata }) => sum + (metadata.attempts.find(({ hedge }) => hedge)?.cost_usd ?? 0),
      0,
    );
    const spent = answers.reduce((sum, { cost }) => sum + cost, 0);
    expect(hedged.length).toBeGreaterThan(2);
    // What stays slow is what the money for second calls did not reach.
    expect(slow).toBeLessThan(hedged.length / 2);
    expect(extra / spent).toBeLessThanOrEqual(0.05);
  });
});

describe('a client that leaves mid-stream', () => {
  it('ends the upstream call and is billed for what was made, once', async () => {
    gateway.simulator.behave('anthropic', { tokenIntervalMs: 30 });
    const before = gateway.simulator.account('anthropic').aborted;
    const controller = new AbortController();
    const reply = await fetch(`${gateway.url}/ai/route`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'left-in-the-middle' },
      body: JSON.stringify({ ...question(), stream: true, model_preference: 'claude-haiku-4-5' }),
      signal: controller.signal,
    });
    await reply.body?.getReader().read();
    controller.abort();
    await expect.poll(() => gateway.simulator.account('anthropic').aborted).toBe(before + 1);
    await expect
      .poll(async () => (await gateway.send('GET', '/ai/decisions/left-in-the-middle')).status)
      .toBe(200);
    const trace = await read<{ outcome: string; cost_usd: number; error: string; attempts: unknown[] }>(
      await gateway.send('GET', '/ai/decisions/left-in-the-middle'),
    );
    expect(trace).toMatchObject({ outcome: 'failure', error: 'request-timeout' });
    expect(trace.attempts).toHaveLength(1);
    expect(trace.cost_usd).toBeGreaterThan(0);
  });
});
