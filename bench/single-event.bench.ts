/**
 * Time to the acknowledgement of single events with 32 senders ÷ time of a one-row commit with 32 committers, each on a
 * connection of its own, into a clone of the table with the same indexes. Short turns follow each other, and each pair
 * of turns gives one ratio, so that what disturbs the machine disturbs both. The ratio of the least disturbed turns says
 * what it is on a machine of its own.
 *
 *   node bench/single-event.bench.ts
 */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { Pool } from 'undici';
import { clientOptions } from '#platform';
import { startIngestServer } from './ingest-server.ts';
import { machine, median, quantile } from './measure.ts';

const AT_ONCE = 32;
const TURNS = 15;
const TURN_MS = 250;
const WARM_UP_TURNS = 3;

await using server = await startIngestServer();
const committers = Array.from({ length: AT_ONCE }, () => new Client(clientOptions(server.address)));
await Promise.all(committers.map((client) => client.connect()));
await committers[0]?.query('CREATE TABLE clone (LIKE analytics_events INCLUDING ALL)');
const http = new Pool(server.url, { connections: AT_ONCE, pipelining: 1 });

const turns = {
  commit: () => turn(commitOne),
  ack: () => turn(sendOne),
  retriable: () => turn(sendRetriable),
};
type Turn = keyof typeof turns;
const p50: Record<Turn, number[]> = { commit: [], ack: [], retriable: [] };
for (let round = -WARM_UP_TURNS; round < TURNS; round += 1)
  for (const name of Object.keys(turns) as Turn[]) {
    const times = await turns[name]();
    if (round >= 0) p50[name].push(median(times));
  }

console.log(`${TURNS} turns of ${TURN_MS} ms, ${AT_ONCE} at once, ${machine()}`);
console.log(
  `one-row commit: p50 ${median(p50.commit).toFixed(2)} ms, least ${Math.min(...p50.commit).toFixed(2)} ms`,
);
report('ack', 'single event');
report('retriable', 'with Idempotency-Key');
await http.close();
await Promise.all(committers.map((client) => client.end()));

function report(name: Turn, what: string): void {
  const ratios = p50[name].map((ms, place) => ms / (p50.commit[place] ?? Number.NaN));
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(ratios, share).toFixed(2));
  const least = Math.min(...p50[name]);
  console.log(
    `${what}: p50 ${median(p50[name]).toFixed(2)} ms, ratio ${middle} (quartiles ${low} to ${high}); least ${least.toFixed(2)} ms, ratio ${(least / Math.min(...p50.commit)).toFixed(2)}`,
  );
}

/** Milliseconds of each of the calls that `AT_ONCE` callers make one after another for a while. */
async function turn(call: (caller: number) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + TURN_MS;
  const caller = async (_: unknown, index: number) => {
    for (let before = performance.now(); before < end; before = performance.now()) {
      await call(index);
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  return times;
}

async function commitOne(committer: number): Promise<void> {
  const { event_id, timestamp, event_type, user_id, session_id, properties, context } = makeEvent();
  await committers[committer]?.query({
    name: 'one',
    text: 'INSERT INTO clone (event_id, "timestamp", event_type, user_id, session_id, properties, context) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    values: [event_id, timestamp, event_type, user_id, session_id, properties, context],
  });
}

async function sendOne(): Promise<void> {
  await send({});
}

async function sendRetriable(): Promise<void> {
  await send({ 'idempotency-key': randomUUID() });
}

async function send(more: Record<string, string>): Promise<void> {
  const { statusCode, body } = await http.request({
    method: 'POST',
    path: '/analytics/events',
    headers: { ...server.headers, ...more },
    body: JSON.stringify(makeEvent()),
  });
  if (statusCode !== 200) throw new Error(await body.text());
  await body.dump();
}

function makeEvent() {
  const user = Math.floor(Math.random() * 20_000);
  return {
    event_id: randomUUID(),
    timestamp: new Date().toISOString(),
    event_type: 'click',
    user_id: `user-${user}`,
    session_id: `session-${user % 5_000}`,
    properties: { page: `/portfolio/${user % 40}`, plan: 'premium' },
    context: { source: 'web', device: 'desktop', version: '3.0.0' },
  };
}
