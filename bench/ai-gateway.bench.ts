/**
 * `/v1/chat/completions` with routing, budget and statistics on, beside a bare undici forwarder and, where its
 * directory is given, Portkey's gateway. One run, rounds in turn; CPU of the gateway's process alone.
 *
 *   node bench/ai-gateway.bench.ts [directory with node_modules/@portkey-ai/gateway]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { machine, median } from './measure.ts';
import { cpuSeconds } from './process-cpu.ts';

const ROUNDS = 3;
const JSON_REQUESTS = 2_000;
const STREAMS = 1_000;
const CONNECTIONS = 32;
const PORTKEY_PORT = 18_787;

interface Target {
  readonly name: string;
  readonly child: ChildProcess;
  readonly pool: Pool;
  readonly headers: Record<string, string>;
}

const upstream = await start('upstream', ['bench/ai-upstream.ts']);
const targets = [
  await start('forwarder', ['bench/ai-forwarder.ts', upstream.url]),
  await start('richesreach', ['bench/ai-gateway-server.ts', upstream.url]),
  ...(process.argv[2] === undefined ? [] : [await startPortkey(process.argv[2], upstream.url)]),
].map((it): Target => ({ ...it, pool: new Pool(it.url, { connections: CONNECTIONS }) }));

console.log(machine());
for (const [kind, count] of [
  ['json', JSON_REQUESTS],
  ['stream', STREAMS],
] as const) {
  const seen = new Map(
    targets.map(({ name }) => [name, { cpuMs: [] as number[], perSecond: [] as number[] }]),
  );
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const target of targets) {
      const result = await measure(target, kind === 'stream', count);
      if (round < 0) continue;
      seen.get(target.name)?.cpuMs.push(result.cpuMs);
      seen.get(target.name)?.perSecond.push(result.perSecond);
    }
  }
  for (const [name, { cpuMs, perSecond }] of seen)
    console.log(
      `${kind} ${name}: ${median(cpuMs).toFixed(3)} ms CPU a request, ${median(perSecond).toFixed(0)} requests/s`,
    );
}
for (const target of targets) {
  const firstBytes: number[] = [];
  for (let turn = 0; turn < 300; turn += 1) firstBytes.push(await firstByteMs(target));
  console.log(`first byte ${target.name}: p50 ${median(firstBytes.slice(50)).toFixed(3)} ms`);
}
for (const { child, pool } of targets) {
  await pool.destroy();
  child.kill('SIGTERM');
}
upstream.child.kill('SIGTERM');

function body(stream: boolean): string {
  const model = 'gpt-4o-mini';
  return JSON.stringify({
    model,
    messages: [{ role: 'user', content: 'Why diversify? '.repeat(20) }],
    stream,
  });
}

async function measure({ pool, child, headers }: Target, stream: boolean, count: number) {
  let left = count;
  const text = body(stream);
  const before = cpuSeconds(child.pid ?? 0);
  const startedAt = performance.now();
  const work = async () => {
    while (left > 0) {
      left -= 1;
      const answer = await pool.request({
        path: '/v1/chat/completions',
        method: 'POST',
        headers,
        body: text,
      });
      const received = await answer.body.text();
      if (answer.statusCode !== 200 || (stream && !received.includes('[DONE]'))) throw new Error(received);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { cpuMs: ((cpuSeconds(child.pid ?? 0) - before) * 1_000) / count, perSecond: count / seconds };
}

async function firstByteMs({ pool, headers }: Target): Promise<number> {
  const startedAt = performance.now();
  const answer = await pool.request({
    path: '/v1/chat/completions',
    method: 'POST',
    headers,
    body: body(true),
  });
  await once(answer.body, 'data');
  const elapsed = performance.now() - startedAt;
  await answer.body.text().catch(() => undefined);
  return elapsed;
}

async function start(name: string, args: readonly string[]) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill('SIGTERM'));
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { name, child, url, headers: { 'content-type': 'application/json' } };
}

async function startPortkey(directory: string, upstreamUrl: string) {
  const script = join(directory, 'node_modules/@portkey-ai/gateway/build/start-server.js');
  const child = spawn(process.execPath, [script, `--port=${PORTKEY_PORT}`, '--headless'], {
    stdio: 'ignore',
    env: { ...process.env, NODE_ENV: 'production', TRUSTED_CUSTOM_HOSTS: '127.0.0.1,localhost' },
  });
  process.once('exit', () => child.kill('SIGTERM'));
  await sleep(4_000);
  const headers = {
    'content-type': 'application/json',
    authorization: 'Bearer bench',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${upstreamUrl}/v1`,
  };
  return { name: 'portkey', child, url: `http://127.0.0.1:${PORTKEY_PORT}`, headers };
}
