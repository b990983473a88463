import { expect, it } from 'vitest';
import { builtInModels, createCatalogue } from '../catalogue/catalogue.ts';
import { costUsd } from '../catalogue/cost.ts';
import { toChatTask } from '../surface/chat-task.ts';
import { worstCostOf } from './worst-cost.ts';

const { models, version } = builtInModels();
const catalogue = createCatalogue(models, version);

/** What the vendors' documents give for the largest picture: 8 tiles, or the most patches, or the longest side. */
const LARGEST_IMAGE: Record<string, number> = {
  'gpt-4o-mini': 2_833 + 8 * 5_667,
  'gpt-4o': 85 + 8 * 170,
  'gpt-4.1-nano': Math.ceil(1_536 * 2.46),
  'gpt-5.4': 10_000,
  'claude-sonnet-4-6': 1_600,
  'claude-opus-4-8': 4_784,
  'gemini-2.5-flash': 16 * 258,
};

it.each(Object.entries(LARGEST_IMAGE))('bounds the bill of pictures on %s', (name, tokens) => {
  const { model } = catalogue.find(name);
  const images = Array.from({ length: 3 }, () => ({
    type: 'image_url' as const,
    image_url: { url: 'https://example.com/a.png' },
  }));
  const content = [{ type: 'text' as const, text: 'Compare.' }, ...images];
  const body = { model: name, messages: [{ role: 'user' as const, content }], max_tokens: 100 };
  const task = toChatTask(body, { requestId: 'r', principalId: 'p', catalogue });
  if (model.price === null) throw new Error('no price');
  const bill = costUsd(model.price, {
    inputTokens: Math.min(3 * tokens + 10, model.contextWindow),
    outputTokens: 100,
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
    serviceTier: null,
    reported: true,
  });
  expect(worstCostOf(model, task)).toBeGreaterThanOrEqual(bill);
});

it('bounds what providers write before a prompt with tools', () => {
  const tool = { type: 'function' as const, function: { name: 'f' } };
  const body = {
    model: 'claude-haiku-4-5',
    messages: [{ role: 'user' as const, content: 'Hi' }],
    tools: [tool],
  };
  const { size } = toChatTask(body, { requestId: 'r', principalId: 'p', catalogue });
  // Anthropic's own instructions for tools, by its documents, and the few tokens of ours.
  expect(size.maxTokens).toBeGreaterThanOrEqual(804 + 20);
});
