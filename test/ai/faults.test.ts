import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteResponse } from '#contracts/ai';
import type { ProviderName } from '#contracts/config';
import type { Database } from '#platform';
import { FAULTS, type Fault, PROVIDERS } from '#simulator';
import { read, startGateway, type TestGateway } from '../support/ai-gateway.ts';
import { createTestDatabase } from '../support/database.ts';

const MODEL: Record<ProviderName, string> = {
  openai: 'gpt-4o-mini',
  anthropic: 'claude-haiku-4-5',
  google: 'gemini-2.5-flash',
};

/** Faults after which the answer is still whole and right. */
const HARMLESS: ReadonlySet<Fault> = new Set([
  'none',
  'no_usage',
  'usage_with_text',
  'off_schema',
  'byte_by_byte',
]);
/** Faults that only show in a stream; a whole reply has no such thing. */
const ONLY_STREAMED: ReadonlySet<Fault> = new Set(['stream_error']);
/** A provider that says `length` or blocks has answered; the caller is told so. */
const TOLD: ReadonlySet<Fault> = new Set(['context_exceeded', 'blocked']);

const CASES = PROVIDERS.flatMap((provider) =>
  FAULTS.flatMap((fault) => [false, true].map((stream) => ({ provider, fault, stream }))),
).filter(({ fault, stream }) => fault !== 'stall' || stream);

let database: Database;

beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database[Symbol.asyncDispose]());

describe('every fault of every provider', () => {
  it.each(CASES)(
    '$provider, $fault, stream $stream: never a wrong or cut answer as success',
    async ({ provider, fault, stream }) => {
      // A gateway of its own, so that one fault's open breaker does not hide the next.
      await using own = await startGateway({ database, deadlines: { idleMs: 300 } });
      const truth = await answerOf(own, provider, stream);
      own.simulator.behave(provider, { fault });
      const reply = await own.send('POST', '/v1/chat/completions', {
        model: MODEL[provider],
        messages: [{ role: 'user', content: 'Why diversify?' }],
        stream,
      });
      const seen = stream ? readStream(await reply.text()) : readWhole(await reply.text());
      const harmless = HARMLESS.has(fault) || (ONLY_STREAMED.has(fault) && !stream);
      if (harmless) expect(seen).toEqual({ text: truth, finish: 'stop', failed: false });
      else if (TOLD.has(fault)) expect(['length', 'content_filter']).toContain(seen.finish);
      else expect(seen.failed).toBe(true);
    },
  );

  it.each(PROVIDERS)('%s: another provider answers in its place where none is named', async (provider) => {
    for (const fault of FAULTS.filter((it) => !TOLD.has(it) && !HARMLESS.has(it) && it !== 'stall')) {
      await using own = await startGateway({ database, deadlines: { idleMs: 300 } });
      own.simulator.behave(provider, { fault });
      const reply = await own.send('POST', '/ai/route', {
        request_type: 'general_chat',
        prompt: 'Why diversify?',
        model_preference: MODEL[provider],
      });
      const body = await read<RouteResponse>(reply);
      expect(reply.status, fault).toBe(200);
      expect(body.response, fault).toContain('Simulated answer');
    }
  });
});

async function answerOf(own: TestGateway, provider: ProviderName, stream: boolean): Promise<string> {
  const reply = await own.send('POST', '/v1/chat/completions', {
    model: MODEL[provider],
    messages: [{ role: 'user', content: 'Why diversify?' }],
    stream,
  });
  return (stream ? readStream(await reply.text()) : readWhole(await reply.text())).text;
}

interface Seen {
  readonly text: string;
  readonly finish: string | null;
  readonly failed: boolean;
}

function readWhole(body: string): Seen {
  const { choices = [], error } = JSON.parse(body);
  return {
    text: choices[0]?.message.content ?? '',
    finish: choices[0]?.finish_reason ?? null,
    failed: error !== undefined,
  };
}

/** Reads a stream as a careful client: without `[DONE]` it has failed. */
function readStream(body: string): Seen {
  if (body.startsWith('{')) return readWhole(body);
  let text = '';
  let finish: string | null = null;
  let failed = !body.includes('data: [DONE]');
  for (const [, data = ''] of body.matchAll(/^data: (\{.*)$/gm)) {
    const { choices = [], error } = JSON.parse(data);
    if (error !== undefined) failed = true;
    text += choices[0]?.delta.content ?? '';
    finish = choices[0]?.finish_reason ?? finish;
  }
  return { text, finish, failed };
}
