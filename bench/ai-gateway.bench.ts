/**
 * `POST /v1/chat/completions` of the whole product – keys, routing, a budget, statistics – beside a bare undici
 * forwarder and Portkey's gateway, in one run. CPU is that of the gateway's process alone.
 *
 *   node bench/ai-gateway.bench.ts [--alone]     --alone leaves Portkey out; else npm installs it aside, once
 */
import { once } from 'node:events';
import { Pool } from 'undici';
import { startPortkey } from './ai-portkey.ts';
import { startProduct } from './ai-product.ts';
import { type ChildServer, startServer } from './child-server.ts';
import { machine, median } from './measure.ts';
import { cpuSeconds } from './process-cpu.ts';

const CONNECTIONS = 32;
/** Until the compiler rests: its threads are CPU of the process too. */
const WARM_UP = { json: 10_000, stream: 3_000 };
const ROUNDS = 12;
const REQUESTS_A_ROUND = { json: 600, stream: 300 };
const FIRST_BYTES = 400;
/** Rounds end early where the machine is too busy to make all of them. */
const LONGEST_MS = 150_000;
const startedAt = performance.now();

type Kind = keyof typeof REQUESTS_A_ROUND;

interface Target {
  readonly name: string;
  readonly server: ChildServer;
  readonly pool: Pool;
  readonly headers: Record<string, string>;
}

interface Reading {
  readonly cpuMs: number;
  readonly perSecond: number;
}

const upstream = await startServer(['bench/ai-upstream.ts']);
const forwarder = target('forwarder', await startServer(['bench/ai-forwarder.ts', upstream.url]));
const ours = await startOurs();
const portkey = process.argv.includes('--alone') ? null : await startTheirs();
const targets = portkey === null ? [forwarder, ours] : [forwarder, ours, portkey];

for (const kind of ['json', 'stream'] as const) for (const it of targets) await read(it, kind, WARM_UP[kind]);
console.log(machine());
for (const kind of ['json', 'stream'] as const) await compare(kind);
await compareFirstBytes();
for (const { pool } of targets) await pool.destroy();
for (const { server } of [...targets, { server: upstream }]) server.stop();

function target(name: string, server: ChildServer, headers: Record<string, string> = {}): Target {
  const pool = new Pool(server.url, { connections: CONNECTIONS });
  return { name, server, pool, headers: { 'content-type': 'application/json', ...headers } };
}

async function startOurs(): Promise<Target> {
  const product = await startProduct({
    OPENAI_API_KEY: 'bench',
    OPENAI_BASE_URL: `${upstream.url}/v1`,
  });
  return target('richesreach', product, product.headers);
}

async function startTheirs(): Promise<Target> {
  return target('portkey', await startPortkey(), {
    authorization: 'Bearer bench',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${upstream.url}/v1`,
  });
}

/** Rounds in turn, the forwarder before and after each of the others, so that the machine's moods cancel out. */
async function compare(kind: Kind): Promise<void> {
  const seen = new Map(targets.map(({ name }) => [name, [] as Reading[]]));
  const ratios = { ours: [] as number[], throughput: [] as number[] };
  for (let round = 0; round < ROUNDS && performance.now() - startedAt < LONGEST_MS; round += 1) {
    const before = await read(forwarder, kind);
    const mine = await read(ours, kind);
    const after = await read(forwarder, kind);
    const theirs = portkey === null ? null : await read(portkey, kind);
    seen.get(forwarder.name)?.push(before, after);
    seen.get(ours.name)?.push(mine);
    ratios.ours.push((2 * mine.cpuMs) / (before.cpuMs + after.cpuMs));
    if (theirs === null) continue;
    seen.get('portkey')?.push(theirs);
    ratios.throughput.push(mine.perSecond / theirs.perSecond);
  }
  for (const [name, readings] of seen) {
    const cpuMs = median(readings.map((it) => it.cpuMs));
    const perSecond = median(readings.map((it) => it.perSecond));
    console.log(
      `${kind.padEnd(7)}${name.padEnd(12)}${cpuMs.toFixed(3)} ms CPU a request ${perSecond.toFixed(0).padStart(6)} requests/s`,
    );
  }
  const target = kind === 'json' ? 2.8 : 2.5;
  console.log(
    `${kind.padEnd(7)}CPU, ours / forwarder: ${median(ratios.ours).toFixed(2)} (target <= ${target})`,
  );
  if (portkey !== null)
    console.log(
      `${kind.padEnd(7)}requests/s, ours / Portkey: ${median(ratios.throughput).toFixed(2)} (target >= 6)`,
    );
}

async function read(
  { pool, server, headers }: Target,
  kind: Kind,
  count = REQUESTS_A_ROUND[kind],
): Promise<Reading> {
  let left = count;
  const body = bodyOf(kind);
  const before = cpuSeconds(server.pid);
  const begunAt = performance.now();
  const work = async () => {
    while (left-- > 0) {
      const answer = await pool.request({ path: '/v1/chat/completions', method: 'POST', headers, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 200 || (kind === 'stream' && !text.includes('[DONE]'))) throw new Error(text);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  const seconds = (performance.now() - begunAt) / 1_000;
  return { cpuMs: ((cpuSeconds(server.pid) - before) * 1_000) / count, perSecond: count / seconds };
}

function bodyOf(kind: Kind): string {
  return JSON.stringify({
    model: 'auto',
    messages: [{ role: 'user', content: 'Why diversify? '.repeat(20) }],
    stream: kind === 'stream',
  });
}

/** Streams one at a time, the gateways in turn: what a gateway adds to the first byte is the difference of the medians. */
async function compareFirstBytes(): Promise<void> {
  const seen = new Map(targets.map(({ name }) => [name, { first: [] as number[], whole: [] as number[] }]));
  for (let turn = 0; turn < FIRST_BYTES; turn += 1) {
    for (const it of targets) {
      const { first, whole } = await streamOnce(it);
      seen.get(it.name)?.first.push(first);
      seen.get(it.name)?.whole.push(whole);
    }
  }
  const firstOf = (name: string) => median(seen.get(name)?.first ?? []);
  for (const [name, { whole }] of seen)
    console.log(
      `alone  ${name.padEnd(12)}first byte ${firstOf(name).toFixed(3)} ms, whole stream ${median(whole).toFixed(3)} ms`,
    );
  const added = firstOf(ours.name) - firstOf(forwarder.name);
  console.log(`alone  first byte, ours - forwarder: ${added.toFixed(3)} ms (target <= 0.5)`);
}

async function streamOnce({ pool, headers }: Target): Promise<{ first: number; whole: number }> {
  const begunAt = performance.now();
  const body = bodyOf('stream');
  const answer = await pool.request({ path: '/v1/chat/completions', method: 'POST', headers, body });
  await once(answer.body, 'readable');
  const first = performance.now() - begunAt;
  await answer.body.text();
  return { first, whole: performance.now() - begunAt };
}
