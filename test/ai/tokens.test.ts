import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { RouteResponse } from '#contracts/ai';
import { read, startGateway } from '../support/ai-gateway.ts';

it('counts tokens where bytes do not decide, and does without until the tokenizer is there', async () => {
  await using gateway = await startGateway();
  const chat = async (content: string) => {
    const body = { model: 'gpt-4o', messages: [{ role: 'user', content }], max_tokens: 100 };
    return (await gateway.send('POST', '/v1/chat/completions', body)).status;
  };
  // 800 kB of spaces are few tokens, and 300 kB of base64 more than the window has, whatever a quarter of the bytes says.
  const [spaces, noise] = [`Hi.${' '.repeat(800_000)}`, randomBytes(225_000).toString('base64')];
  expect([await chat(spaces), await chat(noise)]).toEqual([422, 200]);
  await expect.poll(() => chat(spaces), { timeout: 40_000, interval: 200 }).toBe(200);
  await expect.poll(() => chat(noise), { timeout: 40_000, interval: 200 }).toBe(422);

  const history = Array.from({ length: 34 }, (_, turn) => ({
    role: turn % 2 === 0 ? 'user' : 'assistant',
    content: `Turn ${turn}. ${'We looked at bonds and duration. '.repeat(500)}`,
  }));
  const reply = await gateway.send('POST', '/ai/route', {
    request_type: 'general_chat',
    prompt: 'Go on.',
    model_preference: 'gpt-4o',
    context: { history },
    dry_run: true,
  });
  const { context } = (await read<RouteResponse>(reply)).metadata;
  // By a quarter of its bytes this history is longer than the window; by its tokens it fits.
  expect(context).toMatchObject({ counted: 'tokenizer', trimmed: [] });
  expect(context?.used_tokens).toBeLessThan(context?.budget_tokens ?? 0);
});
