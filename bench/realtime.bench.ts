/**
 * The hub against `ws.send(string)` and raw sockets, with its clients in another process. One run, rounds in turn.
 *
 *   ulimit -n 16384; node bench/realtime.bench.ts [random evenly many stalled visible]
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { channelClient } from '#client';
import { startServer } from './child-server.ts';
import { machine, median, quantile } from './measure.ts';
import type { ClientOrder, ClientReport } from './realtime-clients.ts';
import type { Candidate, Order, Report } from './realtime-server.ts';

const CLIENTS = 1_000;
const PER_SECOND = 50;
const BYTES = 300;
const SECONDS = 3;
const ROUNDS = 4;
const HUB_PATH = '/analytics/figures';
const CANDIDATES = ['hub', 'send', 'raw'] as const;

const clients = fork(join(import.meta.dirname, 'realtime-clients.ts'));
clients.on('exit', (code) => {
  if (code !== 0) throw new Error('the clients ended');
});

interface Sender {
  readonly child: ChildProcess;
  readonly ports: Record<Candidate, { readonly port: number; readonly path: string }>;
}

/** A new process for each question, so that none carries the memory of another. */
async function startSender(): Promise<Sender> {
  const child = fork(join(import.meta.dirname, 'realtime-server.ts'), { execArgv: ['--expose-gc'] });
  const [{ url = '' }] = (await once(child, 'message')) as [Report];
  const [hub = 0, others = 0] = url.split(' ').map(Number);
  return {
    child,
    ports: {
      hub: { port: hub, path: HUB_PATH },
      send: { port: others, path: '/send' },
      raw: { port: others, path: '/raw' },
    },
  };
}

async function tell<Answer>(child: ChildProcess, order: Order | ClientOrder): Promise<Answer> {
  const answer = once(child, 'message');
  child.send(order);
  return (await answer)[0] as Answer;
}

/** Arrival times of a Poisson process in milliseconds, the same for every candidate. */
function arrivals(perSecond: number, seconds: number): number[] {
  let state = 42;
  let atMs = 0;
  return Array.from({ length: perSecond * seconds }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    atMs += (-Math.log((state + 1) / 2 ** 32) * 1000) / perSecond;
    return atMs;
  });
}

function evenly(perSecond: number, seconds: number): number[] {
  return Array.from({ length: perSecond * seconds }, (_, index) => (index * 1000) / perSecond);
}

interface Reading {
  readonly cpuMicros: number;
  readonly missing: number;
  readonly latenciesMs: number[];
}

async function read(
  { child }: Sender,
  to: Candidate,
  times: readonly number[],
  receivers: number,
  bytes = BYTES,
): Promise<Reading> {
  await tell(clients, { do: 'report' });
  const { cpuMs = 0 } = await tell<Report>(child, { do: 'publish', to, arrivals: times, bytes });
  await sleep(150);
  const { frames = 0, latenciesMs = [] } = await tell<ClientReport>(clients, { do: 'report' });
  const due = times.length * receivers;
  return { cpuMicros: (cpuMs * 1000) / due, missing: due - frames, latenciesMs };
}

function line(what: string, value: string, target: string, isMet: boolean): void {
  console.log(`${isMet ? 'ok  ' : 'MISS'} ${what}: ${value} (target ${target})`);
}

async function open(sender: Sender, to: Candidate, count: number, stalled = false): Promise<void> {
  await tell(clients, { do: 'open', ...sender.ports[to], count, stalled });
  await sleep(300);
}

async function end(sender: Sender): Promise<void> {
  await tell(clients, { do: 'close' });
  sender.child.disconnect();
}

async function compare(name: string, times: readonly number[]): Promise<void> {
  const sender = await startSender();
  for (const to of CANDIDATES) await open(sender, to, CLIENTS);
  const readings: Record<Candidate, Reading[]> = { hub: [], send: [], raw: [] };
  for (const to of CANDIDATES) await read(sender, to, times.slice(0, 50), CLIENTS);
  for (let round = 0; round < ROUNDS; round++)
    for (const to of CANDIDATES) readings[to].push(await read(sender, to, times, CLIENTS));
  const micros = (to: Candidate) => median(readings[to].map(({ cpuMicros }) => cpuMicros));
  const [hub, send, raw] = [micros('hub'), micros('send'), micros('raw')];
  const all = `hub ${hub.toFixed(2)}, ws.send ${send.toFixed(2)}, raw ${raw.toFixed(2)} µs CPU a delivery`;
  console.log(`     ${CLIENTS} clients × ${PER_SECOND}/s × ${BYTES} B, ${name}: ${all}`);
  line('against ws.send(string)', (send / hub).toFixed(2), '≥ 1.30', send / hub >= 1.3);
  line('against pre-framed raw sockets', (raw / hub).toFixed(2), '≥ 0.95', raw / hub >= 0.95);
  const missing = readings.hub.reduce((sum, it) => sum + it.missing, 0);
  line('deliveries missing', String(missing), '0', missing === 0);
  const p99 = (to: Candidate) =>
    quantile(
      readings[to].flatMap(({ latenciesMs }) => latenciesMs),
      0.99,
    );
  const beside = `ws.send ${p99('send').toFixed(1)}, raw ${p99('raw').toFixed(1)}`;
  line('p99', `${p99('hub').toFixed(1)} ms, ${beside}`, '≤ 50 ms', p99('hub') <= 50);
  await end(sender);
}

async function many(): Promise<void> {
  const sender = await startSender();
  // What the process itself grows by with its first connections is not theirs.
  await open(sender, 'hub', 200);
  await tell(clients, { do: 'close' });
  await sleep(500);
  const { rssBytes: before = 0 } = await tell<Report>(sender.child, { do: 'memory' });
  await open(sender, 'hub', 5_000);
  const { rssBytes: after = 0 } = await tell<Report>(sender.child, { do: 'memory' });
  const each = (after - before) / 5_000 / 1024;
  line('memory of an idle connection', `${each.toFixed(1)} KB`, '≤ 12 KB', each <= 12);
  const { missing, latenciesMs } = await read(sender, 'hub', evenly(1, 10), 5_000);
  const p99 = quantile(latenciesMs, 0.99);
  line('5,000 clients × 1/s: missing', String(missing), '0', missing === 0);
  // One message to so many is one write after another: what raw sockets take is the floor.
  await open(sender, 'raw', 5_000);
  const floor = quantile((await read(sender, 'raw', evenly(1, 10), 5_000)).latenciesMs, 0.99);
  const beside = `${p99.toFixed(1)} ms, raw sockets ${floor.toFixed(1)} ms`;
  line('5,000 clients × 1/s: p99', beside, '≤ 50 ms', p99 <= 50);
  await end(sender);
}

/** A burst fills what the kernel holds for the stalled ones; from then on it is the hub's memory. */
async function stalled(): Promise<void> {
  const sender = await startSender();
  await open(sender, 'hub', 900);
  await read(sender, 'hub', arrivals(PER_SECOND, 1), 900);
  const alone = await read(sender, 'hub', arrivals(PER_SECOND, SECONDS), 900);
  const { rssBytes: before = 0 } = await tell<Report>(sender.child, { do: 'memory' });
  await open(sender, 'hub', 100, true);
  await tell(sender.child, { do: 'publish', to: 'hub', arrivals: evenly(12, 8), bytes: 60_000 });
  await sleep(500);
  const beside = await read(sender, 'hub', arrivals(PER_SECOND, SECONDS), 900);
  const { rssBytes: after = 0 } = await tell<Report>(sender.child, { do: 'memory' });
  const megabytes = (after - before) / 1024 / 1024;
  line('100 stalled among 1,000: memory', `${megabytes.toFixed(0)} MB`, '≤ +100 MB', megabytes <= 100);
  const [one, other] = [alone, beside].map(({ latenciesMs }) => quantile(latenciesMs, 0.99));
  const ratio = (other ?? 0) / (one ?? 1);
  const times = `${ratio.toFixed(2)} (${one?.toFixed(1)} → ${other?.toFixed(1)} ms)`;
  line('100 stalled among 1,000: p99 of the others', times, '≤ 1.5 ×', ratio <= 1.5);
  line('100 stalled among 1,000: missing at the others', String(beside.missing), '0', beside.missing === 0);
  await end(sender);
}

/** From the acknowledgement of a posted metric to its frame on a socket, at random moments. */
async function visible(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'richesreach-bench-'));
  const args = [
    'src/cli/index.ts',
    'serve',
    '--port',
    '0',
    '--role',
    'analytics,realtime',
    '--no-demo',
    '--data-dir',
    dataDir,
  ];
  const platform = await startServer(args, { RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'fatal' });
  const key = readFileSync(join(dataDir, 'local-key'), 'utf8').trim();
  const metrics = channelClient({ server: platform.url, channel: 'metrics', key });
  const shown = new Map<number, number>();
  metrics.onFrame((frame) => {
    if (frame.type !== 'metrics_update') return;
    const value = frame.data['bench']?.value;
    if (value !== undefined && !shown.has(value)) shown.set(value, performance.now());
  });
  metrics.connect();
  const laterMs: number[] = [];
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  for (let value = 0; value < 200; value++) {
    await sleep(Math.random() * 100);
    const body = JSON.stringify({ name: 'bench', value });
    await fetch(`${platform.url}/analytics/metrics`, { method: 'POST', headers, body });
    const ackMs = performance.now();
    while (!shown.has(value) && performance.now() - ackMs < 2_000) await sleep(1);
    laterMs.push((shown.get(value) ?? Infinity) - ackMs);
  }
  metrics.pause();
  platform.stop();
  const [p50 = 0, p90 = 0, p99 = 0] = [0.5, 0.9, 0.99].map((share) => quantile(laterMs, share));
  const value = `p50 ${p50.toFixed(1)}, p90 ${p90.toFixed(1)}, p99 ${p99.toFixed(1)} ms`;
  line('visible after the acknowledgement of an ingest', value, '≤ 50 ms', p99 <= 50);
}

const QUESTIONS: Record<string, () => Promise<void>> = {
  random: () => compare('at random', arrivals(PER_SECOND, SECONDS)),
  evenly: () => compare('evenly', evenly(PER_SECOND, SECONDS)),
  many,
  stalled,
  visible,
};

console.log(machine());
const asked = process.argv.slice(2);
for (const [name, ask] of Object.entries(QUESTIONS))
  if (asked.length === 0 || asked.includes(name)) await ask();
console.log(machine());
clients.disconnect();
