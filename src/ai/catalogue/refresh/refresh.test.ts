import { describe, expect, it } from 'vitest';
import { builtInDocument, createCatalogue } from '../catalogue.ts';
import { readDocument, toModel } from '../document.ts';
import { readPublicList, refreshCatalogue } from './refresh.ts';
import { refreshText } from './report-text.ts';

/** Written by hand in the public form of LiteLLM's model_prices_and_context_window.json; the figures are made up. */
const LITELLM = {
  sample_spec: { litellm_provider: 'one of the providers', mode: 'chat', input_cost_per_token: 0 },
  'gpt-4o-mini': {
    litellm_provider: 'openai',
    mode: 'chat',
    max_input_tokens: 128_000,
    max_output_tokens: 16_384,
    input_cost_per_token: 1.5e-7,
    output_cost_per_token: 6e-7,
    cache_read_input_token_cost: 7.5e-8,
    input_cost_per_token_batches: 7.5e-8,
    output_cost_per_token_batches: 3e-7,
    supports_vision: true,
    supports_function_calling: true,
    supports_response_schema: true,
  },
  'gpt-5.4': {
    litellm_provider: 'openai',
    mode: 'chat',
    max_output_tokens: 128_000,
    input_cost_per_token: 2e-6,
    output_cost_per_token: 1.5e-5,
    cache_read_input_token_cost: 2e-7,
    input_cost_per_token_above_272k_tokens: 4e-6,
    output_cost_per_token_above_272k_tokens: 2.25e-5,
    input_cost_per_token_priority: 5e-6,
    output_cost_per_token_priority: 3e-5,
    search_context_cost_per_query: { search_context_size_low: 0.01 },
  },
  'gpt-4.1': {
    litellm_provider: 'openai',
    mode: 'chat',
    max_output_tokens: 32_768,
    input_cost_per_token: 1e-6,
    output_cost_per_token: 8e-6,
    surcharge_cost_per_moonphase: 1,
  },
  'gpt-4.1-mini': { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: 1e-6 },
  'gpt-4.1-nano': { litellm_provider: 'openai', mode: 'chat', max_output_tokens: 32_768 },
  'gpt-4o': {
    litellm_provider: 'openai',
    mode: 'chat',
    input_cost_per_token: 2.5e-6,
    output_cost_per_token: 1e-5,
    deprecation_date: '2026-06-01',
  },
  'claude-next': {
    litellm_provider: 'anthropic',
    mode: 'chat',
    max_input_tokens: 500_000,
    max_output_tokens: 64_000,
    input_cost_per_token: 4e-6,
    output_cost_per_token: 2e-5,
    cache_creation_input_token_cost: 5e-6,
    cache_read_input_token_cost: 4e-7,
    supports_function_calling: true,
  },
  'gemini/gemini-2.5-pro': {
    litellm_provider: 'gemini',
    mode: 'chat',
    max_output_tokens: 65_536,
    input_cost_per_token: 1.25e-6,
    output_cost_per_token: 1e-5,
    output_cost_per_reasoning_token: 9e-6,
  },
  'text-embedding-3-small': { litellm_provider: 'openai', mode: 'embedding', input_cost_per_token: 2e-8 },
  'bedrock-model': { litellm_provider: 'bedrock', mode: 'chat', input_cost_per_token: 1 },
};

/** Written by hand in the public form of models.dev's api.json; the figures are made up. */
const MODELS_DEV = {
  openai: {
    id: 'openai',
    models: {
      'gpt-5.4': {
        id: 'gpt-5.4',
        tool_call: true,
        reasoning: true,
        temperature: false,
        modalities: { input: ['text', 'image'], output: ['text'] },
        limit: { context: 2_000_000, input: 1_900_000, output: 200_000 },
        cost: { input: 2.5, output: 15, cache_read: 0.25 },
      },
      'gpt-image': {
        id: 'gpt-image',
        modalities: { input: ['text'], output: ['image'] },
        limit: { context: 1, output: 1 },
        cost: { input: 1, output: 1 },
      },
      'gpt-odd': {
        id: 'gpt-odd',
        limit: { context: 8, output: 8 },
        cost: { input: 1, output: 1, per_token_of_luck: 3 },
      },
    },
  },
  google: {
    id: 'google',
    models: {
      'gemini-2.5-pro': {
        id: 'gemini-2.5-pro',
        status: 'deprecated',
        limit: { context: 1_048_576, output: 65_536 },
        cost: { input: 1.25, output: 10, context_over_200k: { input: 2.5, output: 15 }, input_audio: 1 },
      },
    },
  },
  'some-reseller': {
    id: 'some-reseller',
    models: { 'gpt-5.4': { id: 'gpt-5.4', cost: { input: 99, output: 99 } } },
  },
};

const options = { date: '2026-07-20', add: [] as string[] };
const refresh = (list: unknown, change: Partial<typeof options> = {}) =>
  refreshCatalogue(builtInDocument(), readPublicList(list), { ...options, ...change });
const rowOf = ({ document }: ReturnType<typeof refresh>, id: string) =>
  document.models.find((row) => row.id === id);
const before = (id: string) => builtInDocument().models.find((row) => row.id === id);

describe("LiteLLM's list", () => {
  const done = refresh(LITELLM);

  it('confirms, and moves source and date along', () => {
    expect(done.report.confirmed).toEqual(['gpt-4o-mini']);
    expect(rowOf(done, 'gpt-4o-mini')).toMatchObject({
      price: before('gpt-4o-mini')?.price,
      source: 'LiteLLM model_prices_and_context_window.json',
      date: '2026-07-20',
    });
  });

  it('takes in changed prices of every class, and keeps what the list does not say', () => {
    expect(done.report.changed.find(({ id }) => id === 'gpt-5.4')?.changes).toEqual([
      'price.input 2.5 → 2',
      'price.cached_read 0.25 → 0.2',
      'price.cache_write 2.5 → 2',
      'price.long_context.input 5 → 4',
      // Not stated at the new price, so taken for no cheaper than fresh input.
      'price.long_context.cached_read 0.5 → 4',
      'price.long_context.cache_write 5 → 4',
    ]);
    expect(rowOf(done, 'gpt-5.4')?.price?.service_tiers).toEqual(before('gpt-5.4')?.price?.service_tiers);
    expect(done.report.ignored_price_fields).toEqual({ search_context_cost_per_query: 1 });
  });

  it('leaves a row alone whose price it does not understand', () => {
    const why = Object.fromEntries(done.report.troubled.map((it) => [it.id, it.why]));
    expect(why['gpt-4.1']).toMatch(/not understood: surcharge_cost_per_moonphase/);
    expect(why['gpt-4.1-mini']).toMatch(/only half/);
    expect(why['gpt-4.1-nano']).toMatch(/no price/);
    expect(why['gemini-2.5-pro']).toMatch(/reasoning tokens have a price of their own/);
    for (const id of ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'gemini-2.5-pro'])
      expect(rowOf(done, id)).toEqual(before(id));
  });

  it('keeps the name of a retired model valid', () => {
    expect(done.report.retired).toEqual([{ id: 'gpt-4o', successor: expect.any(String) }]);
    const { models } = readDocument(done.document);
    const found = createCatalogue(models.map(toModel), 'x').find('gpt-4o');
    expect(found.alias?.reason).toMatch(/retired by its provider/);
    expect(found.model.provider).toBe('openai');
  });

  it('reports new models, and takes in those asked for', () => {
    expect(done.report.available).toEqual(['claude-next']);
    expect(done.report.missing).toContain('claude-opus-4-8');
    expect(rowOf(done, 'claude-next')).toBeUndefined();
    const added = refresh(LITELLM, { add: ['claude-next'] });
    expect(rowOf(added, 'claude-next')).toMatchObject({
      provider: 'anthropic',
      context_window: 500_000,
      price: { input: 4, cached_read: 0.4, cache_write: 5, output: 20 },
      capabilities: { tools: true, vision: false },
    });
    expect(() => readDocument(added.document)).not.toThrow();
    expect(() => refresh(LITELLM, { add: ['bedrock-model'] })).toThrow(/not among the new models/);
  });

  it('tells all of it as text', () => {
    const text = refreshText(done.report);
    expect(text).toContain('changed   gpt-5.4: price.input 2.5 → 2');
    expect(text).toContain('not taken gpt-4.1: it has a price field that is not understood');
    expect(text).toContain('new, taken in by --add: claude-next');
  });
});

describe("models.dev's list", () => {
  const done = refresh(MODELS_DEV);

  it('takes sizes and abilities, of the vendors alone', () => {
    expect(done.report.changed).toEqual([
      {
        id: 'gpt-5.4',
        changes: [
          'context_window 1050000 → 2000000',
          'max_input_tokens 922000 → 1900000',
          'max_output_tokens 128000 → 200000',
        ],
      },
    ]);
    expect(rowOf(done, 'gpt-5.4')?.price).toEqual(before('gpt-5.4')?.price);
  });

  it('retires what is deprecated, with its aliases', () => {
    const [retired] = done.report.retired;
    expect(retired?.id).toBe('gemini-2.5-pro');
    const catalogue = createCatalogue(done.document.models.map(toModel), 'x');
    expect(catalogue.find('gemini-pro').model.id).toBe(retired?.successor);
    expect(catalogue.find('gemini-2.5-pro').model.id).toBe(retired?.successor);
  });

  it('offers no model whose price has a field it does not know', () => {
    expect(done.report.available).toEqual([]);
  });
});

it.each([[[]], [{}], [{ a: { b: 1 } }], ['text'], [null]])('refuses %o', (value) => {
  expect(() => readPublicList(value)).toThrow(/it is/);
});

it('refuses a catalogue file that is none, by the place', () => {
  const document = structuredClone(builtInDocument());
  const broken = { ...document, models: [{ ...document.models[0], price: { input: -1 } }] };
  expect(() => readDocument(broken)).toThrow(/\/models\/0\/price/);
});
