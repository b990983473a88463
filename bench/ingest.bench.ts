/**
 * HTTP ingest against its limits, on one database in one run, rounds in turn.
 *
 * - events/s over HTTP (500 a request, validated, deduplicated, rolled up, acknowledged after the commit) ÷ rows/s of raw
 *   text COPY into a clone of the table with the same indexes
 * - time to the acknowledgement of single events with 32 senders ÷ time of a one-row commit
 *
 *   node bench/ingest.bench.ts
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Pool } from 'undici';
import { acquireDatabaseServer, clientOptions, createLogger } from '#platform';
import { machine, median } from './measure.ts';

const ROUNDS = 7;
const EVENTS = 40_000;
const PER_REQUEST = 500;
const COPY_ROWS = 5_000;
const SENDERS = 32;
const SINGLES = 1_500;

const dataDir = mkdtempSync(join(tmpdir(), 'richesreach-bench-'));
const server = await acquireDatabaseServer(
  { databaseUrl: undefined, dataDir },
  createLogger({ logLevel: 'warn' }),
);
const { child, url } = await start([
  'serve',
  '--port',
  '0',
  '--role',
  'analytics',
  '--data-dir',
  dataDir,
  '--no-demo',
]);
const headers = {
  'content-type': 'application/json',
  authorization: `Bearer ${readFileSync(join(dataDir, 'local-key'), 'utf8').trim()}`,
};
const client = new Client(clientOptions(server.address));
await client.connect();
await client.query('CREATE TABLE clone (LIKE analytics_events INCLUDING ALL)');
await client.query(`SELECT make_day_partitions(current_date - 1, current_date + 1)`);
const http = new Pool(url, { connections: 8, pipelining: 1 });

const rates = { copy: [] as number[], http: [] as number[] };
for (let round = 0; round <= ROUNDS; round++) {
  const [copy, ingest] = [await copyRound(), await httpRound()];
  // The first round warms both up.
  if (round === 0) continue;
  rates.copy.push(copy);
  rates.http.push(ingest);
}
const [copy, ingest] = [median(rates.copy), median(rates.http)];
console.log(`rounds ${ROUNDS} of ${EVENTS} events, ${machine()}`);
console.log(
  `HTTP ingest ${Math.round(ingest)} events/s, raw COPY (${COPY_ROWS} a commit) ${Math.round(copy)} rows/s, ratio ${(ingest / copy).toFixed(2)}`,
);

const floors: number[] = [];
const acks: number[] = [];
for (let round = 0; round < 5; round++) {
  floors.push(...(await commitFloor()));
  acks.push(...(await singleEvents()));
}
const [floor, ack] = [median(floors), median(acks)];
console.log(
  `single events, ${SENDERS} senders: ack p50 ${ack.toFixed(2)} ms, one-row commit p50 ${floor.toFixed(2)} ms, ratio ${(ack / floor).toFixed(2)}`,
);

await http.close();
await client.end();
child.kill('SIGTERM');
await server[Symbol.asyncDispose]();

interface Event {
  event_id: string;
  timestamp: string;
  event_type: string;
  user_id: string;
  session_id: string;
  properties: object;
  context: object;
}

function makeEvents(count: number): Event[] {
  const now = Date.now();
  const types = ['page_view', 'page_view', 'page_view', 'click', 'search', 'purchase'];
  return Array.from({ length: count }, (_, index) => {
    const type = types[index % types.length] ?? 'click';
    return {
      event_id: randomUUID(),
      timestamp: new Date(now - (index % 60_000)).toISOString(),
      event_type: type,
      user_id: `user-${(index * 7919) % 20_000}`,
      session_id: `session-${index % 5_000}`,
      properties: {
        page: `/portfolio/${index % 40}`,
        plan: 'premium',
        ...(type === 'purchase' ? { amount: (index % 10_000) / 100 } : {}),
      },
      context: { source: 'web', device: 'desktop', version: '3.0.0' },
    };
  });
}

async function copyRound(): Promise<number> {
  const chunks: string[] = [];
  const events = makeEvents(EVENTS);
  for (let start = 0; start < events.length; start += COPY_ROWS)
    chunks.push(
      events
        .slice(start, start + COPY_ROWS)
        .map(copyLine)
        .join(''),
    );
  const before = performance.now();
  for (const chunk of chunks) {
    const stream = client.query(
      copyFrom(
        'COPY clone (event_id, "timestamp", event_type, user_id, session_id, amount_usd, properties, context) FROM STDIN',
      ),
    );
    await pipeline(Readable.from([chunk]), stream);
  }
  return (1_000 * EVENTS) / (performance.now() - before);
}

function copyLine(event: Event): string {
  const amount = (event.properties as { amount?: number }).amount ?? '\\N';
  return `${event.event_id}\t${event.timestamp}\t${event.event_type}\t${event.user_id}\t${event.session_id}\t${amount}\t${JSON.stringify(event.properties)}\t${JSON.stringify(event.context)}\n`;
}

async function httpRound(): Promise<number> {
  const bodies: Buffer[] = [];
  const events = makeEvents(EVENTS);
  for (let start = 0; start < events.length; start += PER_REQUEST)
    bodies.push(Buffer.from(JSON.stringify(events.slice(start, start + PER_REQUEST))));
  const before = performance.now();
  const sender = async () => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) await post(body, PER_REQUEST);
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  return (1_000 * EVENTS) / (performance.now() - before);
}

async function post(body: Buffer | string, count: number): Promise<void> {
  const { statusCode, body: reply } = await http.request({
    method: 'POST',
    path: '/analytics/events',
    headers,
    body,
  });
  const answer = (await reply.json()) as { accepted?: number };
  if (statusCode !== 202 || answer.accepted !== count) throw new Error(JSON.stringify(answer));
}

/** Milliseconds of single-row commits on one connection. */
async function commitFloor(): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < 300; n++) {
    const before = performance.now();
    await client.query(`INSERT INTO clone (event_type) VALUES ('x')`);
    times.push(performance.now() - before);
  }
  return times;
}

/** Milliseconds from sending one event to its acknowledgement. */
async function singleEvents(): Promise<number[]> {
  const times: number[] = [];
  const bodies = makeEvents(SINGLES).map((event) => JSON.stringify(event));
  const pool = new Pool(url, { connections: SENDERS, pipelining: 1 });
  const sender = async () => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
      const before = performance.now();
      const { body: reply } = await pool.request({
        method: 'POST',
        path: '/analytics/events',
        headers,
        body,
      });
      await reply.dump();
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  await pool.close();
  return times;
}

async function start(args: readonly string[]): Promise<{ child: ChildProcess; url: string }> {
  const started = spawn(process.execPath, ['src/cli/index.ts', ...args], {
    env: { ...process.env, RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: started.stdout })) {
    const address = /http:\/\/localhost:\d+/.exec(line)?.[0];
    if (address !== undefined) return { child: started, url: address };
  }
  throw new Error('the server ended without an address');
}
