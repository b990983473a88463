/**
 * HTTP ingest against its limit, on one database in one run: events/s over HTTP (500 a request, validated, deduplicated,
 * rolled up, acknowledged after the commit) ÷ rows/s of raw text COPY into a clone of the table with the same indexes.
 * Rounds follow each other, and each pair gives one ratio.
 *
 *   node bench/ingest.bench.ts
 */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Pool } from 'undici';
import { clientOptions } from '#platform';
import { startIngestServer } from './ingest-server.ts';
import { machine, median } from './measure.ts';

const ROUNDS = 7;
const EVENTS = 40_000;
const PER_REQUEST = 500;
const COPY_ROWS = 5_000;

await using server = await startIngestServer();
const { headers } = server;
const client = new Client(clientOptions(server.address));
await client.connect();
await client.query('CREATE TABLE clone (LIKE analytics_events INCLUDING ALL)');
await client.query(`SELECT make_day_partitions(current_date - 1, current_date + 1)`);
const http = new Pool(server.url, { connections: 8, pipelining: 1 });

const rates = { copy: [] as number[], http: [] as number[] };
for (let round = 0; round <= ROUNDS; round++) {
  const [copy, ingest] = [await copyRound(), await httpRound()];
  // The first round warms both up.
  if (round === 0) continue;
  rates.copy.push(copy);
  rates.http.push(ingest);
}
const [copy, ingest] = [median(rates.copy), median(rates.http)];
const ratio = median(rates.http.map((rate, round) => rate / (rates.copy[round] ?? Number.NaN)));
console.log(`rounds ${ROUNDS} of ${EVENTS} events, ${machine()}`);
console.log(
  `HTTP ingest ${Math.round(ingest)} events/s, raw COPY (${COPY_ROWS} a commit) ${Math.round(copy)} rows/s, ratio ${ratio.toFixed(2)}`,
);

await http.close();
await client.end();

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
  if (statusCode !== 200 || answer.accepted !== count) throw new Error(JSON.stringify(answer));
}
