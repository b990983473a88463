import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Budget, RequestTrace } from '#contracts/ai-operations';
import type { Problem } from '#contracts/common';
import { GOOD_DAY, PROVIDERS } from '#simulator';
import { read, startGateway, type TestGateway } from '../support/ai-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => void (gateway = await startGateway()));
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => PROVIDERS.forEach((provider) => gateway.simulator.behave(provider, GOOD_DAY)));

const QUESTION = [{ role: 'user', content: 'Why diversify?' }];
const chat = (fields: object) =>
  gateway.send('POST', '/v1/chat/completions', { model: 'auto', messages: QUESTION, ...fields });
const tool = (parameters: unknown) => ({
  tools: [{ type: 'function', function: { name: 'f', parameters } }],
});
const schema = (of: unknown) => ({
  response_format: { type: 'json_schema', json_schema: { name: 'x', schema: of } },
});
const calls = () => PROVIDERS.reduce((sum, provider) => sum + gateway.simulator.account(provider).calls, 0);

describe('bad input of POST /v1/chat/completions', () => {
  it.each([
    ['an unknown model', { model: 'gpt-9' }, 422, 'unknown-model'],
    ['an unknown strategy', { model: 'auto/best' }, 422, 'unknown-model'],
    ['a negative length', { max_tokens: -1 }, 422, 'invalid-fields'],
    ['no choice at all', { n: 0 }, 422, 'invalid-fields'],
    ['a negative temperature', { temperature: -0.1 }, 422, 'invalid-fields'],
    ['no message', { messages: [] }, 422, 'invalid-fields'],
    ['an unknown role', { messages: [{ role: 'oracle', content: 'x' }] }, 422, 'invalid-fields'],
    ['an answer longer than any model gives', { max_tokens: 900_000 }, 422, 'prompt-too-long'],
    [
      'a prompt over every window',
      { messages: [{ role: 'user', content: 'word '.repeat(1_000_000) }] },
      422,
      'prompt-too-long',
    ],
    [
      'a prompt of 10 MB',
      { messages: [{ role: 'user', content: 'x'.repeat(10_000_000) }] },
      413,
      'payload-too-large',
    ],
    ['a tool schema that is a text', tool('object'), 422, 'invalid-fields'],
    ['a tool schema of an unknown type', tool({ type: 'tree' }), 422, 'invalid-fields'],
    ['a tool schema that requires no list', tool({ type: 'object', required: 'a' }), 422, 'invalid-fields'],
    ['an answer schema with a broken reference', schema({ $ref: '#/nowhere' }), 422, 'invalid-fields'],
    ['an answer schema with a broken pattern', schema({ pattern: '(' }), 422, 'invalid-fields'],
  ])('refuses %s and asks nobody', async (_what, fields, status, code) => {
    const before = calls();
    const reply = await chat(fields);
    const problem = await read<Problem & { error: { message: string } }>(reply);
    expect([reply.status, problem.code]).toEqual([status, code]);
    expect(problem.detail.length).toBeGreaterThan(20);
    expect(problem.error.message).toBe(problem.detail);
    expect(calls()).toBe(before);
  });

  it('refuses what a budget of 0 does not pay for, and answers again without it', async () => {
    const put = (limit: number | null) =>
      gateway.send('PUT', '/ai/budgets', { scope: 'key', subject: 'poor', window: 'day', limit_usd: limit });
    expect((await put(-1)).status).toBe(422);
    expect((await put(0)).status).toBe(200);
    const ask = () =>
      gateway.send('POST', '/v1/chat/completions', { model: 'auto', messages: QUESTION }, 'poor');
    const refused = await ask();
    expect([refused.status, (await read<Problem>(refused)).code]).toEqual([402, 'budget-exceeded']);
    expect((await put(null)).status).toBe(200);
    expect((await ask()).status).toBe(200);
  });
});

describe.each([
  ['openai', 'gpt-4o-mini'],
  ['anthropic', 'claude-haiku-4-5'],
  ['google', 'gemini-2.5-flash'],
] as const)('a client that leaves in the middle of a stream of %s', (provider, model) => {
  it('ends the upstream call; what was made is booked once', async () => {
    const caller = `leaver-${provider}`;
    const budget = { scope: 'key', subject: caller, window: 'day', limit_usd: 1 };
    await gateway.send('PUT', '/ai/budgets', budget);
    gateway.simulator.behave(provider, { tokenIntervalMs: 30 });
    const before = { ...gateway.simulator.account(provider) };
    const leaving = new AbortController();
    const reply = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-as': caller, 'x-request-id': `${caller}-1` },
      body: JSON.stringify({ model, messages: QUESTION, stream: true }),
      signal: leaving.signal,
    });
    const reader = reply.body?.getReader();
    for (let piece = 0; piece < 3; piece += 1) await reader?.read();
    leaving.abort();
    await expect.poll(() => gateway.simulator.account(provider).aborted).toBe(before.aborted + 1);
    const traced = () => gateway.send('GET', `/ai/decisions/${caller}-1`);
    await expect.poll(async () => (await traced()).status).toBe(200);
    const trace = await read<RequestTrace>(await traced());
    expect(trace).toMatchObject({ outcome: 'failure', error: 'request-timeout', usage: { reported: false } });
    expect(trace.cost_usd).toBeGreaterThan(0);
    expect(trace.attempts).toHaveLength(1);
    // Two flushes later nothing more has been booked.
    await expect.poll(async () => (await budgetOf(caller))?.spent_usd).toBeCloseTo(trace.cost_usd, 9);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await budgetOf(caller))?.spent_usd).toBeCloseTo(trace.cost_usd, 9);
    expect((await budgetOf(caller))?.reserved_usd ?? 0).toBeCloseTo(0, 9);
    expect(gateway.simulator.account(provider).calls).toBe(before.calls + 1);
  });
});

async function budgetOf(subject: string): Promise<Budget | undefined> {
  const { budgets } = await read<{ budgets: Budget[] }>(await gateway.send('GET', '/ai/budgets'));
  return budgets.find((budget) => budget.subject === subject);
}
