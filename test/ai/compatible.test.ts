import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RouteResponse } from '#contracts/ai';
import type { Problem } from '#contracts/common';
import { type Simulator, startSimulator } from '#simulator';
import { read, startGateway, type TestGateway } from '../support/ai-gateway.ts';

/** The simulator's OpenAI endpoint stands for a vLLM. */
let server: Simulator;
let gateway: TestGateway;
beforeAll(async () => {
  server = await startSimulator();
  gateway = await startGateway({
    env: {
      OPENAI_COMPATIBLE_LAB_BASE_URL: server.baseUrls.openai,
      OPENAI_COMPATIBLE_LAB_API_KEY: 'ours',
      OPENAI_COMPATIBLE_LAB_MODELS:
        'llama3.3:70b context=16000 free tools json, mystery context=16000 vision, dear input=1000 output=1000',
    },
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const chat = (model: string, fields: object = {}) =>
  gateway.send('POST', '/v1/chat/completions', {
    model,
    messages: [{ role: 'user', content: 'Why diversify?' }],
    ...fields,
  });
const route = (fields: object = {}) =>
  gateway.send('POST', '/ai/route', {
    request_type: 'general_chat',
    prompt: 'Why?',
    cache: false,
    ...fields,
  });

it('answers by its own name of the model, whole and streamed, and costs what was stated', async () => {
  const whole = await chat('lab/llama3.3:70b');
  expect(whole.headers.get('x-richesreach-cost-usd')).toBe('0');
  expect(whole.headers.get('x-richesreach-simulated')).toBeNull();
  expect((await read<{ model: string }>(whole)).model).toBe('llama3.3:70b');
  const stream = await (await chat('lab/llama3.3:70b', { stream: true })).text();
  expect(stream).toContain('"model":"llama3.3:70b"');
  expect(stream).toContain('data: [DONE]');
  const models = await read<{ data: { id: string; owned_by: string }[] }>(
    await gateway.send('GET', '/v1/models'),
  );
  expect(models.data.map(({ id }) => id)).toEqual(['auto', 'lab/llama3.3:70b', 'lab/mystery', 'lab/dear']);
});

it('asks only for what a model can do', async () => {
  const { metadata } = await read<RouteResponse>(
    await route({ dry_run: true, context: { has_images: true } }),
  );
  expect(metadata.decision.chosen).toBe('lab/mystery');
});

it('does not take an unknown price for none: not when comparing, and never under a budget', async () => {
  const { metadata } = await read<RouteResponse>(await route({ dry_run: true, strategy: 'cost' }));
  expect(metadata.decision.candidates.map(({ model }) => model).slice(0, 3)).toEqual([
    'lab/llama3.3:70b',
    'lab/mystery',
    'lab/dear',
  ]);
  const body = { scope: 'global', window: 'day' };
  await gateway.send('PUT', '/ai/budgets', { ...body, limit_usd: 1 });
  const refused = await chat('lab/mystery');
  const problem = await read<Problem>(refused);
  expect([refused.status, problem.code]).toEqual([402, 'budget-exceeded']);
  expect(problem.detail).toContain('its price is unknown and a budget applies');
  expect((await chat('lab/llama3.3:70b')).status).toBe(200);
  await gateway.send('PUT', '/ai/budgets', { ...body, limit_usd: null });
  expect((await chat('lab/mystery')).status).toBe(200);
});

it('sends no key where none is set, and max_tokens as such servers know it', async () => {
  const seen: { authorization: string | undefined; body: Record<string, unknown> }[] = [];
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    seen.push({ authorization: request.headers.authorization, body });
    const message = { role: 'assistant', content: 'Yes.' };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] }));
  }
  const plain = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(plain, 'listening');
  const { port } = plain.address() as AddressInfo;
  await using own = await startGateway({
    env: {
      OPENAI_COMPATIBLE_BASE_URL: `http://127.0.0.1:${port}/v1`,
      OPENAI_COMPATIBLE_MODELS: 'tiny free',
    },
  });
  const reply = await own.send('POST', '/v1/chat/completions', {
    model: 'compatible/tiny',
    messages: [{ role: 'user', content: 'Hm?' }],
    max_completion_tokens: 50,
  });
  plain.close();
  expect(reply.status).toBe(200);
  expect(seen).toMatchObject([{ body: { model: 'tiny', max_tokens: 50 } }]);
  expect(seen[0]?.authorization).toBeUndefined();
  expect(seen[0]?.body).not.toHaveProperty('max_completion_tokens');
});
