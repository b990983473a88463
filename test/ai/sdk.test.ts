import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GOOD_DAY, PROVIDERS, SIMULATOR_KEY } from '#simulator';
import { startGateway, type TestGateway } from '../support/ai-gateway.ts';

let gateway: TestGateway;
let client: OpenAI;
beforeAll(async () => {
  gateway = await startGateway();
  client = new OpenAI({ apiKey: 'any', baseURL: `${gateway.url}/v1`, maxRetries: 0 });
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => PROVIDERS.forEach((provider) => gateway.simulator.behave(provider, GOOD_DAY)));

const MODELS = ['auto', 'gpt-4o-mini', 'claude-sonnet-4-6', 'gemini-3.5-flash'];
const QUESTION = [{ role: 'user' as const, content: 'Why diversify?' }];
const WEATHER = {
  type: 'function' as const,
  function: {
    name: 'get_quote',
    description: 'Last price of a symbol',
    parameters: { type: 'object', properties: { symbol: { type: 'string' } }, required: ['symbol'] },
  },
};

describe.each(MODELS)('the official OpenAI SDK, unchanged, with model %s', (model) => {
  it('chats', async () => {
    const answer = await client.chat.completions.create({ model, messages: QUESTION });
    expect(answer.choices[0]?.message.content).toContain('Simulated answer to “Why diversify?”');
    expect(answer.choices[0]?.finish_reason).toBe('stop');
    expect(answer.usage?.total_tokens).toBeGreaterThan(10);
  });

  it('streams the same text, with usage where asked for', async () => {
    const whole = await client.chat.completions.create({ model, messages: QUESTION });
    const pinned = model === 'auto' ? whole.model : model;
    const stream = await client.chat.completions.create({
      model: pinned,
      messages: QUESTION,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    const finished: unknown[] = [];
    let usage: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      finished.push(chunk.choices[0]?.finish_reason);
      usage = chunk.usage ?? usage;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(finished).toContain('stop');
    expect(usage?.completion_tokens).toBe(whole.usage?.completion_tokens);
  });

  it('streams without usage where not asked for: every chunk has a choice', async () => {
    const stream = await client.chat.completions.create({ model, messages: QUESTION, stream: true });
    for await (const chunk of stream) expect(chunk.choices).toHaveLength(1);
  });

  it('calls tools, whole and streamed, and takes their results', async () => {
    const answer = await client.chat.completions.create({ model, messages: QUESTION, tools: [WEATHER] });
    const call = answer.choices[0]?.message.tool_calls?.[0];
    expect(answer.choices[0]?.finish_reason).toBe('tool_calls');
    if (call?.type !== 'function') throw new Error('no function call');
    expect(JSON.parse(call.function.arguments)).toHaveProperty('symbol');
    const runner = client.chat.completions.stream({ model, messages: QUESTION, tools: [WEATHER] });
    const streamed = (await runner.finalChatCompletion()).choices[0]?.message.tool_calls?.[0];
    expect(streamed).toMatchObject({ function: { name: 'get_quote' } });
    const followed = await client.chat.completions.create({
      model,
      tools: [WEATHER],
      messages: [
        ...QUESTION,
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: call.id, content: '{"price": 12}' },
      ],
    });
    expect(followed.choices[0]?.finish_reason).toBe('stop');
  });

  it('answers by a JSON Schema', async () => {
    const schema = {
      type: 'object',
      properties: { trend: { type: 'string', enum: ['up', 'down'] }, score: { type: 'number' } },
      required: ['trend', 'score'],
      additionalProperties: false,
    };
    const answer = await client.chat.completions.create({
      model,
      messages: QUESTION,
      response_format: { type: 'json_schema', json_schema: { name: 'view', strict: true, schema } },
    });
    expect(JSON.parse(answer.choices[0]?.message.content ?? '')).toEqual({ trend: 'up', score: 0 });
  });

  it('throws on a stream that breaks', async () => {
    for (const provider of PROVIDERS) gateway.simulator.behave(provider, { fault: 'stream_end' });
    const stream = await client.chat.completions.create({ model, messages: QUESTION, stream: true });
    await expect(Array.fromAsync(stream)).rejects.toThrow(/provider|answer/i);
  });
});

describe('the official OpenAI SDK and our problems', () => {
  it('lists the models', async () => {
    const ids = (await Array.fromAsync(client.models.list())).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(MODELS));
  });

  it('reads an unknown model and a tool whose schema is none', async () => {
    const unknown = client.chat.completions.create({ model: 'gpt-9', messages: QUESTION });
    await expect(unknown).rejects.toMatchObject({ status: 422, code: 'unknown-model' });
    const tool = { type: 'function' as const, function: { name: 'x', parameters: { type: 'tree' } } };
    const broken = client.chat.completions.create({ model: 'auto', messages: QUESTION, tools: [tool] });
    await expect(broken).rejects.toMatchObject({
      code: 'invalid-fields',
      param: '/tools/0/function/parameters/type',
    });
  });

  it('passes fields only OpenAI has to OpenAI models, and refuses them elsewhere', async () => {
    const fields = { messages: QUESTION, logit_bias: { 50256: -100 } };
    const answer = await client.chat.completions.create({ model: 'auto', ...fields });
    expect(answer.model).toMatch(/^gpt-/);
    const elsewhere = client.chat.completions.create({ model: 'claude-opus-4-8', ...fields });
    await expect(elsewhere).rejects.toMatchObject({ code: 'no-capable-model' });
  });

  it('refuses bytes that are no UTF-8', async () => {
    const body = Buffer.concat([
      Buffer.from('{"model":"auto","messages":[{"role":"user","content":"'),
      Buffer.of(0xff),
      Buffer.from('"}]}'),
    ]);
    const reply = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain('UTF-8');
  });
});

describe('the official SDKs read our simulator', () => {
  it('OpenAI', async () => {
    const direct = new OpenAI({
      apiKey: SIMULATOR_KEY,
      baseURL: gateway.simulator.baseUrls.openai,
      maxRetries: 0,
    });
    const answer = await direct.chat.completions.create({ model: 'gpt-4o', messages: QUESTION });
    expect(answer.choices[0]?.message.content).toContain('Simulated');
    gateway.simulator.behave('openai', { fault: 'quota' });
    const refused = direct.chat.completions.create({ model: 'gpt-4o', messages: QUESTION });
    await expect(refused).rejects.toMatchObject({ status: 429, code: 'insufficient_quota' });
  });

  it('Anthropic', async () => {
    const direct = new Anthropic({
      apiKey: SIMULATOR_KEY,
      baseURL: gateway.simulator.baseUrls.anthropic,
      maxRetries: 0,
    });
    const ask = { model: 'claude-haiku-4-5', max_tokens: 200, messages: QUESTION };
    const answer = await direct.messages.create(ask);
    const streamed = await direct.messages.stream(ask).finalMessage();
    expect(answer.content[0]).toMatchObject({ type: 'text', text: expect.stringContaining('Simulated') });
    expect(streamed.content).toEqual(answer.content);
    expect(streamed.usage.output_tokens).toBe(answer.usage.output_tokens);
    gateway.simulator.behave('anthropic', { fault: 'overload' });
    await expect(direct.messages.create(ask)).rejects.toMatchObject({ status: 529 });
  });

  it('Google', async () => {
    const direct = new GoogleGenAI({
      apiKey: SIMULATOR_KEY,
      httpOptions: { baseUrl: gateway.simulator.baseUrls.google },
    });
    const ask = { model: 'gemini-2.5-flash', contents: 'Why diversify?' };
    const answer = await direct.models.generateContent(ask);
    let text = '';
    for await (const chunk of await direct.models.generateContentStream(ask)) text += chunk.text ?? '';
    expect(text).toBe(answer.text);
    expect(answer.usageMetadata?.promptTokenCount).toBeGreaterThan(0);
    gateway.simulator.behave('google', { fault: 'auth' });
    await expect(direct.models.generateContent(ask)).rejects.toMatchObject({ status: 400 });
  });
});
