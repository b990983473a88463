import { expect, it } from 'vitest';
import { createBus, createLogger, createPostgresBus, systemClock } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { createIngest } from '../ingest/ingest.ts';
import { recordAiRequests } from './sampler.ts';

it('counts an AI request once, however many workers hear of it', async () => {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase());
  const logger = createLogger({ logLevel: 'error' });
  const teller = stack.use(await createPostgresBus(database, logger));
  const heard: number[] = [];
  for (const worker of [0, 1]) {
    const bus = stack.use(await createPostgresBus(database, logger));
    const deps = { database, clock: systemClock, logger, bus: createBus(logger), retentionDays: 90 };
    const ingest = stack.use(createIngest(deps));
    stack.use(recordAiRequests({ bus, logger, ingest }));
    bus.subscribe('ai.requests.completed', ({ requests }) => void (heard[worker] = requests.length));
  }
  const endedAtMs = Date.now();
  const requests = ['a', 'b'].map((requestId) => ({
    requestId,
    endedAtMs,
    requestType: 'general_chat',
    model: 'gpt',
    outcome: 'success' as const,
    costUsd: 0.25,
    latencyMs: 120,
    inputTokens: 1,
    outputTokens: 1,
    simulated: true,
  }));
  teller.publish('ai.requests.completed', { requests });
  await expect.poll(() => heard).toEqual([2, 2]);
  const rows = async () => {
    const found = await database.pool.query<{ name: string; rows: number; total: number }>(
      'SELECT name, count(*) AS rows, sum(value) AS total FROM analytics_metrics GROUP BY name ORDER BY name',
    );
    return found.rows;
  };
  await expect.poll(async () => (await rows()).length).toBe(3);
  // The slower of the two has had its turn as well.
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await rows()).toEqual([
    { name: 'ai_cost_usd', rows: 2, total: 0.5 },
    { name: 'ai_failures', rows: 2, total: 0 },
    { name: 'ai_latency_ms', rows: 2, total: 240 },
  ]);
});
