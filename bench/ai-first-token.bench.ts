/**
 * Time to the first token of a model that takes 400 ms: through the whole product, and straight from the simulated
 * vendor, in turn.
 *
 *   node bench/ai-first-token.bench.ts [streams at once, 8 unless told]
 */
import { Pool } from 'undici';
import { SIMULATOR_KEY } from '#simulator';
import { machine, quantile } from './measure.ts';
import { startOverSimulator } from './simulated-product.ts';

const MODEL_MS = 400;
const AT_ONCE = Number(process.argv[2] ?? 8);
const REQUESTS = 125 * AT_ONCE;
const WARM_UP = 12 * AT_ONCE;
const A_TOKEN = /"content":"[^"]/;

const { product, simulator } = await startOverSimulator();
simulator.behave('openai', { latencyMs: MODEL_MS });
const vendor = new URL(simulator.baseUrls.openai);
const gateway = target(product.url, '/v1/chat/completions', product.headers);
const direct = target(vendor.origin, `${vendor.pathname}/chat/completions`, {
  'content-type': 'application/json',
  authorization: `Bearer ${SIMULATOR_KEY}`,
});
let left = REQUESTS + WARM_UP;
await Promise.all(Array.from({ length: AT_ONCE }, work));
console.log(`${machine()}; ${REQUESTS} streams each, ${AT_ONCE} at once`);
console.log(`time to first token, straight     ${quantiles(direct.firstTokenMs)}`);
console.log(`time to first token, through us   ${quantiles(gateway.firstTokenMs)} (target of p95 <= 410)`);
for (const { pool } of [gateway, direct]) await pool.destroy();
await simulator[Symbol.asyncDispose]();
product.stop();

function target(url: string, path: string, headers: Record<string, string>) {
  return { pool: new Pool(url, { connections: AT_ONCE }), path, headers, firstTokenMs: [] as number[] };
}

async function work(): Promise<void> {
  while (left-- > 0) for (const it of [gateway, direct]) it.firstTokenMs.push(await firstTokenMs(it));
}

async function firstTokenMs({ pool, path, headers }: ReturnType<typeof target>): Promise<number> {
  const messages = [{ role: 'user', content: 'Why diversify?' }];
  const body = JSON.stringify({ model: 'gpt-4o-mini', stream: true, messages });
  const begunAt = performance.now();
  const answer = await pool.request({ path, method: 'POST', headers, body });
  let elapsed: number | null = null;
  let text = '';
  for await (const chunk of answer.body) {
    text += chunk;
    if (elapsed === null && A_TOKEN.test(text)) elapsed = performance.now() - begunAt;
  }
  if (elapsed === null) throw new Error(text);
  return elapsed;
}

function quantiles(values: readonly number[]): string {
  const measured = values.slice(WARM_UP);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(measured, share).toFixed(1));
  return `p50 ${p50}, p95 ${p95}, p99 ${p99} ms`;
}
