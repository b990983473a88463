import { describe, expect, it } from 'vitest';
import type { ProviderName } from '#contracts/config';
import { builtInModels, createCatalogue } from '../catalogue/catalogue.ts';
import { costUsd } from '../catalogue/cost.ts';
import type { ChatEvent, Usage } from '../chat.ts';
import { createAnthropicProvider } from './anthropic/index.ts';
import { createGoogleProvider } from './google/index.ts';
import { createOpenAiProvider } from './openai/index.ts';
import type { ProviderCall } from './provider.ts';
import type { Upstream } from './upstream.ts';

const { models, version } = builtInModels();
const catalogue = createCatalogue(models, version);
const CREATE = {
  openai: createOpenAiProvider,
  anthropic: createAnthropicProvider,
  google: createGoogleProvider,
};
const PIECES = [1, 7, 64, 100_000];

const sse = (...chunks: object[]) => chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('');
const openai = {
  whole: (usage: object, fields: object = {}) =>
    JSON.stringify({
      choices: [{ message: { content: 'Yes.' }, finish_reason: 'stop' }],
      usage,
      ...fields,
    }),
  delta: { choices: [{ index: 0, delta: { content: 'Yes.' }, finish_reason: null }], usage: null },
  end: { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: null },
};
const anthropicStream = (start: object, delta: object) =>
  sse(
    { type: 'message_start', message: { usage: start } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Yes.' } },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: delta },
    { type: 'message_stop' },
  );
const google = (usageMetadata: object | undefined, last = true) => ({
  candidates: [{ content: { parts: [{ text: 'Yes.' }] }, ...(last ? { finishReason: 'STOP' } : {}) }],
  usageMetadata,
});

interface Bill {
  readonly what: string;
  readonly provider: ProviderName;
  readonly model: string;
  readonly body: string;
  /** Worked out by hand from the list prices; null where the provider told no usage. */
  readonly usd: number | null;
}

const cached = {
  prompt_tokens: 2_006,
  completion_tokens: 300,
  prompt_tokens_details: { cached_tokens: 1_920 },
  completion_tokens_details: { reasoning_tokens: 256 },
};
const cachedUsd = (86 * 0.25 + 1_920 * 0.025 + 300 * 2) / 1e6;

const WHOLE: readonly Bill[] = [
  {
    what: 'cached, reasoning',
    provider: 'openai',
    model: 'gpt-5-mini',
    body: openai.whole(cached),
    usd: cachedUsd,
  },
  {
    what: 'the tier served',
    provider: 'openai',
    model: 'gpt-5.4-mini',
    body: openai.whole({ prompt_tokens: 100, completion_tokens: 100 }, { service_tier: 'priority' }),
    usd: (100 * 1.5 + 100 * 9) / 1e6,
  },
  { what: 'none told', provider: 'openai', model: 'gpt-4o', body: openai.whole({}), usd: null },
  {
    what: 'cache read and written',
    provider: 'anthropic',
    model: 'claude-sonnet-4-6',
    body: JSON.stringify({
      content: [{ type: 'text', text: 'Yes.' }],
      stop_reason: 'end_turn',
      usage: {
        input_tokens: 21,
        cache_read_input_tokens: 1_000,
        cache_creation_input_tokens: 2_000,
        output_tokens: 393,
      },
    }),
    usd: (21 * 3 + 1_000 * 0.3 + 2_000 * 3.75 + 393 * 15) / 1e6,
  },
  {
    what: 'thoughts and cached content',
    provider: 'google',
    model: 'gemini-2.5-flash',
    body: JSON.stringify(
      google({
        promptTokenCount: 1_000,
        cachedContentTokenCount: 600,
        candidatesTokenCount: 20,
        thoughtsTokenCount: 200,
      }),
    ),
    usd: (400 * 0.3 + 600 * 0.03 + 220 * 2.5) / 1e6,
  },
];

const STREAMED: readonly Bill[] = [
  {
    what: 'usage in a chunk of its own',
    provider: 'openai',
    model: 'gpt-5-mini',
    body: `${sse(openai.delta, openai.end, { choices: [], usage: cached })}data: [DONE]\n\n`,
    usd: cachedUsd,
  },
  {
    what: 'usage with the last words',
    provider: 'openai',
    model: 'gpt-5-mini',
    body: `${sse(openai.delta, { ...openai.delta, usage: cached }, openai.end)}data: [DONE]\n\n`,
    usd: cachedUsd,
  },
  {
    what: 'usage with the finish reason, written with spaces',
    provider: 'openai',
    model: 'gpt-5-mini',
    body: `${sse(openai.delta)}data: ${JSON.stringify({ ...openai.end, usage: cached }).replaceAll(':', ': ')}\n\ndata: [DONE]\n\n`,
    usd: cachedUsd,
  },
  {
    what: 'usage that grows with every chunk: the last counts, once',
    provider: 'openai',
    model: 'gpt-5-mini',
    body: `${sse({ ...openai.delta, usage: { prompt_tokens: 2_006, completion_tokens: 1 } }, { ...openai.end, usage: cached })}data: [DONE]\n\n`,
    usd: cachedUsd,
  },
  {
    what: 'none told',
    provider: 'openai',
    model: 'gpt-5-mini',
    body: `${sse(openai.delta, openai.end)}data: [DONE]\n\n`,
    usd: null,
  },
  {
    what: 'input in message_start, output in message_delta',
    provider: 'anthropic',
    model: 'claude-haiku-4-5',
    body: anthropicStream(
      { input_tokens: 50, cache_read_input_tokens: 700, cache_creation_input_tokens: 0, output_tokens: 1 },
      { output_tokens: 12 },
    ),
    usd: (50 * 1 + 700 * 0.1 + 12 * 5) / 1e6,
  },
  {
    what: 'all of it again in message_delta: not added up',
    provider: 'anthropic',
    model: 'claude-haiku-4-5',
    body: anthropicStream(
      { input_tokens: 50, output_tokens: 3 },
      { input_tokens: 50, cache_read_input_tokens: null, output_tokens: 12 },
    ),
    usd: (50 * 1 + 12 * 5) / 1e6,
  },
  {
    what: 'running totals with thoughts',
    provider: 'google',
    model: 'gemini-2.5-flash',
    body: sse(
      google({ promptTokenCount: 100, thoughtsTokenCount: 90 }, false),
      google({ promptTokenCount: 100, candidatesTokenCount: 20, thoughtsTokenCount: 200 }),
    ),
    usd: (100 * 0.3 + 220 * 2.5) / 1e6,
  },
];

describe('the bill of what a provider really sends', () => {
  it.each(WHOLE)('$provider, whole: $what', async ({ provider, model, body, usd }) => {
    const { usage } = await providerOf(provider, [Buffer.from(body)]).complete(callOf(model));
    expect(billOf(model, usage)).toEqual(expected(usd));
  });

  it.each(STREAMED.flatMap((bill) => PIECES.map((size) => ({ ...bill, size }))))(
    '$provider, streamed in pieces of $size bytes: $what',
    async ({ provider, model, body, usd, size }) => {
      const bytes = Buffer.from(body);
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      for (const relay of [true, false]) {
        const events: ChatEvent[] = [];
        const call = { ...callOf(model), relay };
        for await (const event of await providerOf(provider, pieces).stream(call)) events.push(event);
        const end = events.at(-1);
        if (end?.type !== 'finish') throw new Error('The stream has no end.');
        expect(billOf(model, end.usage)).toEqual(expected(usd));
      }
    },
  );
});

function billOf(model: string, usage: Usage | null): number | null {
  const { price } = catalogue.find(model).model;
  if (price === null) throw new Error(`${model} has no price.`);
  return usage === null ? null : costUsd(price, usage);
}

/** To a millionth of a micro-dollar. */
function expected(usd: number | null): unknown {
  return usd === null ? null : expect.closeTo(usd, 12);
}

/** A provider whose upstream answers with these bytes. */
function providerOf(name: ProviderName, pieces: readonly Buffer[]) {
  const upstream: Upstream = {
    post: () =>
      Promise.resolve({
        status: 200,
        headers: {},
        all: () => Promise.resolve(Buffer.concat(pieces)),
        async *[Symbol.asyncIterator]() {
          yield* pieces;
        },
      }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return CREATE[name]({ name, apiKey: 'k', baseUrl: 'http://localhost/v1', simulated: false }, upstream);
}

function callOf(model: string): ProviderCall {
  return {
    model,
    request: { messages: [{ role: 'user', content: 'Diversify?' }], maxTokens: 10 },
    signal: new AbortController().signal,
    firstByteMs: 1_000,
    idleMs: 1_000,
    relay: true,
  };
}
