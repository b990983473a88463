/**
 * What hedging does to the slow tail: 3 % of all calls take two seconds longer, with and without a second provider to
 * turn to. Whole product, simulated vendors.
 *
 *   node bench/ai-hedging.bench.ts
 */
import { Pool } from 'undici';
import type { RouteResponse } from '#contracts/ai';
import { PROVIDERS } from '#simulator';
import { machine, quantile } from './measure.ts';
import { startOverSimulator } from './simulated-product.ts';

const LATENCY_MS = 100;
const SLOW = { slowRate: 0.03, slowMs: 2_000 };
const REQUESTS = 3_000;
const WARM_UP = 500;
const AT_ONCE = 16;
const MODEL = 'claude-haiku-4-5';

const { product, simulator } = await startOverSimulator();
const pool = new Pool(product.url, { connections: AT_ONCE });
let question = 0;
for (const provider of PROVIDERS) simulator.behave(provider, { latencyMs: LATENCY_MS });
await ask(WARM_UP, {});
for (const provider of PROVIDERS) simulator.behave(provider, { latencyMs: LATENCY_MS, ...SLOW });
const alone = await ask(REQUESTS, { allowed_providers: ['anthropic'] });
const hedged = await ask(REQUESTS, {});
const gain = 1 - p99(hedged) / p99(alone);
const useful = hedged.answers.reduce((sum, answer) => sum + usefulUsd(answer), 0);
const spent = hedged.answers.reduce((sum, { cost }) => sum + cost, 0);
const second = hedged.answers.filter(({ metadata }) => metadata.attempts.some(({ hedge }) => hedge)).length;
console.log(machine());
console.log(
  `p99 of the time to first token: ${p99(alone).toFixed(0)} ms alone, ${p99(hedged).toFixed(0)} ms hedged`,
);
console.log(`cut by ${(100 * gain).toFixed(0)} % (target >= 60)`);
console.log(
  `extra spend ${((100 * (spent - useful)) / useful).toFixed(2)} % (target <= 5); ${second} of ${REQUESTS} hedged`,
);
await pool.destroy();
await simulator[Symbol.asyncDispose]();
product.stop();

interface Asked {
  readonly firstTokenMs: number[];
  readonly answers: RouteResponse[];
}

async function ask(count: number, fields: object): Promise<Asked> {
  const asked: Asked = { firstTokenMs: [], answers: [] };
  let left = count;
  const work = async () => {
    while (left-- > 0) await askOnce(fields, asked);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return asked;
}

async function askOnce(fields: object, { firstTokenMs, answers }: Asked): Promise<void> {
  const request = { request_type: 'general_chat', model_preference: MODEL, stream: true, cache: false };
  const body = JSON.stringify({ ...request, prompt: `Question ${(question += 1)}?`, ...fields });
  const begunAt = performance.now();
  const { headers } = product;
  const reply = await pool.request({ path: '/ai/route', method: 'POST', headers, body });
  let text = '';
  let firstAt: number | null = null;
  for await (const chunk of reply.body) {
    firstAt ??= performance.now();
    text += chunk;
  }
  const done = /event: done\ndata: (.*)/.exec(text)?.[1];
  if (done === undefined || firstAt === null) throw new Error(text);
  firstTokenMs.push(firstAt - begunAt);
  answers.push(JSON.parse(done) as RouteResponse);
}

/** What the attempt that answered cost. */
function usefulUsd({ metadata }: RouteResponse): number {
  return metadata.attempts.find(({ outcome }) => outcome === 'success')?.cost_usd ?? 0;
}

function p99({ firstTokenMs }: Asked): number {
  return quantile(firstTokenMs, 0.99);
}
