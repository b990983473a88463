import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RouteResponse } from '#contracts/ai';
import type { Database } from '#platform';
import { PROVIDERS } from '#simulator';
import { read, startGateway, type TestGateway } from '../support/ai-gateway.ts';
import { createTestDatabase } from '../support/database.ts';

let database: Database;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database[Symbol.asyncDispose]());

/** Sends distinct requests, some at a time; returns how many were answered and what they took. */
async function send(gateway: TestGateway, count: number, atOnce: number) {
  const seen = { answered: 0, calls: 0 };
  let next = 0;
  const work = async () => {
    while (next < count) {
      const body = { request_type: 'general_chat', prompt: `Question ${(next += 1)}?`, cache: false };
      const reply = await gateway.send('POST', '/ai/route', body);
      const { response, metadata } = await read<RouteResponse>(reply);
      if (reply.status !== 200) continue;
      seen.answered += 1;
      seen.calls += metadata.attempts.length;
      expect(response).toContain(body.prompt);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return seen;
}

it.each(PROVIDERS)('answers at least 999 of 1000 with only %s up', async (up) => {
  await using gateway = await startGateway({ database });
  for (const provider of PROVIDERS)
    if (provider !== up) gateway.simulator.behave(provider, { fault: 'refuse' });
  const { answered } = await send(gateway, 1_000, 8);
  expect(answered).toBeGreaterThanOrEqual(999);
});

it('makes at most 1.1 upstream calls a request where every fifth call fails', async () => {
  await using gateway = await startGateway({ database });
  for (const provider of PROVIDERS)
    gateway.simulator.behave(provider, { fault: 'server_error', faultRate: 0.2, seed: 3 });
  const { answered } = await send(gateway, 1_000, 8);
  const calls = PROVIDERS.reduce((sum, provider) => sum + gateway.simulator.account(provider).calls, 0);
  console.log(`${calls} upstream calls and ${answered} answers for 1000 requests at 20 % errors`);
  expect(calls).toBeLessThanOrEqual(1_100);
  expect(answered).toBeGreaterThan(850);
});
