import { expect, it } from 'vitest';
import { builtInModels, createCatalogue } from '../catalogue/catalogue.ts';
import { toChatTask } from '../surface/chat-task.ts';
import { createExactSize } from './exact-size.ts';

const { models, version } = builtInModels();
const catalogue = createCatalogue(models, version);

function ask(content: string, model: string) {
  let asked = 0;
  const counter = {
    count: (texts: readonly string[]) => {
      asked += 1;
      return Promise.resolve(texts.map(() => 1_000));
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  const body = { model, messages: [{ role: 'user' as const, content }] };
  const task = toChatTask(body, { requestId: 'r', principalId: 'p', catalogue });
  return { task, refined: createExactSize(models, counter).refine(task), asked: () => asked };
}

it.each([
  ['a short prompt fits every model', 'x'.repeat(10_000), 'auto'],
  ['fits the one that is named', 'x'.repeat(500_000), 'gpt-4.1'],
  ['surely fits not the one that is named', 'x'.repeat(3_000_000), 'gpt-4o'],
])('asks no tokenizer where bytes decide: %s', (_, content, model) => {
  const { refined, asked } = ask(content, model);
  expect([refined, asked()]).toEqual([null, 0]);
});

it('counts where they do not', async () => {
  const { task, refined, asked } = ask('x'.repeat(500_000), 'gpt-4o');
  expect(task.size.likelyTokens).toBe(125_008);
  expect((await refined)?.size).toEqual({ ...task.size, likelyTokens: 1_008 });
  expect(asked()).toBe(1);
});
