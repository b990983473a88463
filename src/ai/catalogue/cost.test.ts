import { describe, expect, it } from 'vitest';
import type { Usage } from '../chat.ts';
import { toUsage as anthropic } from '../providers/anthropic/usage.ts';
import { toUsage as google } from '../providers/google/usage.ts';
import { toUsage as openai } from '../providers/openai/usage.ts';
import { builtInModels, createCatalogue } from './catalogue.ts';
import { costUsd, worstCostUsd } from './cost.ts';

const { models, version } = builtInModels();
const catalogue = createCatalogue(models, version);
const MICRO = 6;

function bill(model: string, usage: Usage | null, batch = false): number {
  const { price } = catalogue.find(model).model;
  if (price === null || usage === null) throw new Error('no price or usage');
  return costUsd(price, usage, batch);
}

/** Bills worked out by hand from the list prices, USD per million tokens. */
const CORPUS: [what: string, model: string, usage: Usage | null, usd: number][] = [
  [
    'plain',
    'gpt-4o-mini',
    openai({ prompt_tokens: 1_000, completion_tokens: 500 }, null),
    (1_000 * 0.15 + 500 * 0.6) / 1e6,
  ],
  [
    'cached inside the prompt',
    'gpt-4o',
    openai(
      { prompt_tokens: 2_000, completion_tokens: 10, prompt_tokens_details: { cached_tokens: 1_536 } },
      'default',
    ),
    (464 * 2.5 + 1_536 * 1.25 + 10 * 10) / 1e6,
  ],
  [
    'reasoning inside the completion',
    'gpt-5-mini',
    openai(
      { prompt_tokens: 50, completion_tokens: 900, completion_tokens_details: { reasoning_tokens: 768 } },
      null,
    ),
    (50 * 0.25 + 900 * 2) / 1e6,
  ],
  [
    'priority tier',
    'gpt-5.4-mini',
    openai({ prompt_tokens: 100, completion_tokens: 100 }, 'priority'),
    (100 * 1.5 + 100 * 9) / 1e6,
  ],
  [
    'long context',
    'gpt-5.4',
    openai({ prompt_tokens: 300_000, completion_tokens: 100 }, null),
    (300_000 * 5 + 100 * 22.5) / 1e6,
  ],
  [
    'just below long context',
    'gpt-5.4',
    openai({ prompt_tokens: 272_000, completion_tokens: 100 }, null),
    (272_000 * 2.5 + 100 * 15) / 1e6,
  ],
  [
    'cache read and write beside the input',
    'claude-sonnet-4-6',
    anthropic({
      input_tokens: 21,
      cache_read_input_tokens: 1_000,
      cache_creation_input_tokens: 2_000,
      output_tokens: 393,
    }),
    (21 * 3 + 1_000 * 0.3 + 2_000 * 3.75 + 393 * 15) / 1e6,
  ],
  ['output only in message_delta', 'claude-haiku-4-5', anthropic({ output_tokens: 12 }), (12 * 5) / 1e6],
  [
    'thoughts beside the candidates',
    'gemini-2.5-flash',
    google({
      promptTokenCount: 100,
      candidatesTokenCount: 20,
      thoughtsTokenCount: 200,
      totalTokenCount: 320,
    }),
    (100 * 0.3 + 220 * 2.5) / 1e6,
  ],
  [
    'cached content and tool prompts',
    'gemini-2.5-pro',
    google({
      promptTokenCount: 1_000,
      cachedContentTokenCount: 800,
      toolUsePromptTokenCount: 50,
      candidatesTokenCount: 1,
    }),
    (250 * 1.25 + 800 * 0.125 + 1 * 10) / 1e6,
  ],
  ['long context of Google', 'gemini-2.5-pro', google({ promptTokenCount: 200_001 }), (200_001 * 2.5) / 1e6],
];

describe('costUsd', () => {
  it.each(CORPUS)('bills %s on %s to the micro-dollar', (_what, model, usage, usd) => {
    expect(bill(model, usage)).toBeCloseTo(usd, MICRO + 6);
  });

  it('halves a batch job', () => {
    const usage = openai({ prompt_tokens: 1_000, completion_tokens: 1_000 }, null);
    expect(bill('gpt-4.1', usage, true)).toBeCloseTo(bill('gpt-4.1', usage) / 2, 12);
  });

  it('knows a usage that was not sent from one of zero tokens', () => {
    expect(openai(undefined, null)).toBeNull();
    expect(anthropic({})).toBeNull();
    expect(google({})).toBeNull();
    expect(openai({ prompt_tokens: 0, completion_tokens: 0 }, null)).not.toBeNull();
  });

  it('never bills more than the worst price it promised', () => {
    for (const { id, price } of models) {
      if (price === null) throw new Error(`${id} has no price`);
      for (const inputTokens of [1, 199_999, 272_001]) {
        const worst = worstCostUsd(price, inputTokens, 4_096);
        for (const share of [0, 0.5, 1]) {
          const usage = {
            inputTokens,
            cachedInputTokens: 0,
            cacheWriteTokens: Math.floor(inputTokens * share),
          };
          const spent = {
            ...usage,
            outputTokens: 4_096,
            reasoningTokens: 0,
            serviceTier: null,
            reported: true,
          };
          expect(costUsd(price, spent), id).toBeLessThanOrEqual(worst);
        }
      }
    }
  });
});

describe('the catalogue', () => {
  it('finds models by name and by the old names, and names what there is otherwise', () => {
    expect(catalogue.find('gemini-pro')).toMatchObject({
      model: { id: 'gemini-2.5-pro' },
      alias: { name: 'gemini-pro' },
    });
    expect(catalogue.find('gpt-4o').alias).toBeNull();
    expect(() => catalogue.find('gpt-9')).toThrow(/gpt-4o-mini/);
  });

  it('refuses a name given twice', () => {
    expect(() => createCatalogue([...models, ...models.slice(0, 1)], 'x')).toThrow(/twice/);
  });
});
