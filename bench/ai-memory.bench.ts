/**
 * Memory of the whole product over a million requests: heap and resident set after forced collections, and the slope
 * of the line through them once warm.
 *
 *   node bench/ai-memory.bench.ts [requests] [seconds at most]
 */
import { once } from 'node:events';
import { Pool } from 'undici';
import { startProduct } from './ai-product.ts';
import { startServer } from './child-server.ts';
import { machine } from './measure.ts';

const REQUESTS = Number(process.argv[2] ?? 1_000_000);
const SECONDS = Number(process.argv[3] ?? 170);
const SAMPLES = 40;
const CONNECTIONS = 64;
/** Share of the requests that fills caches and warms the compiler up, and is left out of the slope. */
const WARM_UP = 0.3;
const MIB = 1024 * 1024;

interface Sample {
  readonly requests: number;
  readonly heap: number;
  readonly resident: number;
}

const startedAt = performance.now();
const upstream = await startServer(['bench/ai-upstream.ts']);
const product = await startProduct({ OPENAI_API_KEY: 'bench', OPENAI_BASE_URL: `${upstream.url}/v1` }, [
  '--expose-gc',
  '--import',
  './bench/report-memory.ts',
]);
const pool = new Pool(product.url, { connections: CONNECTIONS });
const samples: Sample[] = [];
let sent = 0;
console.log(machine());
while (sent < REQUESTS && (performance.now() - startedAt) / 1_000 < SECONDS) {
  await send(Math.ceil(REQUESTS / SAMPLES));
  samples.push(await sample());
}
const warm = samples.filter(({ requests }) => requests >= WARM_UP * sent);
console.log(
  `${sent} requests in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s, every tenth a stream`,
);
report('heap', (it) => it.heap);
report('resident', (it) => it.resident);
await pool.destroy();
product.stop();
upstream.stop();

async function send(count: number): Promise<void> {
  let left = count;
  const work = async () => {
    while (left-- > 0) await ask((sent += 1));
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
}

/** Every request differs; a thousand callers; every third request may be cached. */
async function ask(number: number): Promise<void> {
  const stream = number % 10 === 0;
  const body = JSON.stringify({
    model: number % 2 === 0 ? 'auto' : 'gpt-4o-mini',
    messages: [{ role: 'user', content: `Question ${number}: why diversify?` }],
    user: `user-${number % 1_000}`,
    stream,
    ...(number % 3 === 0 ? { temperature: 0 } : {}),
  });
  const { headers } = product;
  const answer = await pool.request({ path: '/v1/chat/completions', method: 'POST', headers, body });
  const text = await answer.body.text();
  if (answer.statusCode !== 200 || (stream && !text.includes('[DONE]'))) throw new Error(text);
}

async function sample(): Promise<Sample> {
  const reply = once(product.child, 'message') as Promise<[NodeJS.MemoryUsage]>;
  product.child.send('memory');
  const [{ heapUsed, external, rss }] = await reply;
  return { requests: sent, heap: heapUsed + external, resident: rss };
}

function report(name: string, of: (sample: Sample) => number): void {
  const points = warm.map((it) => [it.requests, of(it)] as const);
  const shown = samples.filter((_, index) => index % 5 === 4).map((it) => (of(it) / MIB).toFixed(0));
  const { slope, error } = line(points);
  console.log(`${name}, MiB at every eighth part: ${shown.join(', ')}`);
  console.log(`${name}: slope ${slope.toFixed(1)} ± ${(2 * error).toFixed(1)} bytes a request (target 0)`);
}

/** The least-squares line's slope and its standard error. */
function line(points: readonly (readonly [number, number])[]): { slope: number; error: number } {
  const count = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const residual = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, error: Math.sqrt(residual / Math.max(1, count - 2) / spread) };
}
