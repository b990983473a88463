/**
 * User behaviour – funnels, retention, paths, the dashboard – ÷ the same figures by SQL over the raw events, as a competent
 * analyst would write it (behavior-naive.ts); the figures must be identical. Events: visits of 60 days, 200,000 users.
 *
 *   node bench/behavior.bench.ts [millions of events, 1 unless told] [data-dir] [part of the names of the questions]
 *
 * A data-dir that holds events already is measured as it is, on whatever day it was loaded. What an older version of the
 * platform did not derive from it is derived first.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireDatabaseServer, createBus, createLogger, migrate, openDatabase } from '#platform';
import { exclusively } from '../src/analytics/activity/activity-store.ts';
import { createActivity } from '../src/analytics/activity/activity-worker.ts';
import { settleJourneys } from '../src/analytics/journeys/write-journeys.ts';
import { differences, type Json } from '../test/support/differences.ts';
import { DAY_MS, loadedEvents, loadVisits } from './behavior-events.ts';
import { type Question, questionsOf } from './behavior-questions.ts';
import { machine, median } from './measure.ts';

const ROUNDS = 3;
const OURS_A_ROUND = 3;
const LIMIT_MS = 600_000;
/** A question whose first round takes longer is asked once. */
const LONG_ROUND_MS = 90_000;
const wanted = process.argv[4] ?? '';

const logger = createLogger({ logLevel: 'warn' });
const dataDir = process.argv[3] ?? mkdtempSync(join(tmpdir(), 'richesreach-bench-'));
await using server = await acquireDatabaseServer({ databaseUrl: undefined, dataDir }, logger, {
  shared_buffers: '512MB',
  work_mem: '64MB',
  max_wal_size: '4GB',
});
await using database = openDatabase(server.address, logger);
const { pool } = database;
await migrate(database);
await using activity = createActivity({ pool, bus: createBus(logger), logger });
const { events, end } = (await loadedEvents(pool)) ?? (await load(Number(process.argv[2] ?? 1) * 1_000_000));
const clock = { now: () => end };
while ((await activity.catchUp(60_000)) > 0);
// As the hourly job does.
await exclusively(pool, (client) => settleJourneys(client, end - DAY_MS));

console.log(`${events / 1e6} M events in ${dataDir}, ${machine()}`);
const { rows: longest } = await pool.query<{ hours: number }>(
  'SELECT max(extract(epoch FROM last_at - started_at))::float8 / 3600 AS hours FROM analytics_sessions',
);
console.log(
  `longest session ${longest[0]?.hours.toFixed(1)} h: the limit of 24 h, which the naive SQL leaves out, cuts none`,
);
await using limited = new AsyncDisposableStack();
const raw = limited.adopt(await pool.connect(), (client) => client.release(true));
await raw.query(`SET statement_timeout = ${LIMIT_MS}`);
console.log('| question | ours p50 | naive SQL p50 | ratio | figures |\n|---|---|---|---|---|');
for (const question of questionsOf({ pool, clock, activity }, raw, end))
  if (question.name.includes(wanted)) console.log(await measure(question));
console.log(machine());

async function measure({ name, ours, naive }: Question): Promise<string> {
  const oursMs: number[] = [];
  const naiveMs = naive.map((): number[] => []);
  const figures = await ours();
  const wrong: string[] = [];
  const startMs = performance.now();
  for (let round = 0; round < ROUNDS; round++) {
    if (round === 1 && performance.now() - startMs > LONG_ROUND_MS) break;
    for (let run = 0; run < OURS_A_ROUND; run++) oursMs.push((await timed(ours)).ms);
    const best = Math.min(...naiveMs.map(([first = 0]) => first));
    for (const [place, ask] of naive.entries()) {
      const times = naiveMs[place] ?? [];
      // After the first round only the fastest way is asked again.
      if ((times[0] ?? 0) > best) continue;
      const { ms, result } = await timed(ask);
      times.push(ms);
      wrong.push(
        ...(result === undefined
          ? ['not answered in time']
          : differences(figures, result, `way ${place + 1}`)),
      );
    }
  }
  const medians = naiveMs.map(median);
  const least = Math.min(...medians);
  const verdict = wrong.length === 0 ? 'IDENTICAL' : `DIFFERING: ${wrong.slice(0, 5).join('; ')}`;
  const ways = medians.length > 1 ? ` (ways: ${medians.map(seconds).join(', ')})` : '';
  return `| ${name} | ${median(oursMs).toFixed(0)} ms | ${seconds(least)}${ways} | 1/${(least / median(oursMs)).toFixed(1)} | ${verdict} |`;
}

/** No result where a statement took longer than it may. */
async function timed(ask: () => Promise<Json>): Promise<{ ms: number; result: Json | undefined }> {
  const before = performance.now();
  const result = await ask().catch((error: unknown) => {
    if ((error as { code?: unknown }).code === '57014') return undefined;
    throw error;
  });
  return { ms: performance.now() - before, result };
}

function seconds(ms: number): string {
  return ms >= LIMIT_MS ? `over ${LIMIT_MS / 1_000} s` : `${(ms / 1_000).toFixed(2)} s`;
}

async function load(total: number): Promise<{ events: number; end: number }> {
  const loaded = { events: total, end: Math.floor(Date.now() / DAY_MS) * DAY_MS };
  const startMs = performance.now();
  await loadVisits({ pool, address: server.address, clock: { now: () => loaded.end }, logger }, loaded);
  const loadedMs = performance.now();
  while ((await activity.catchUp(60_000)) > 0);
  const rate = (ms: number) => Math.round((1_000 * total) / ms);
  console.log(
    `loaded ${rate(loadedMs - startMs)} events/s, derived ${rate(performance.now() - loadedMs)} events/s, ${machine()}`,
  );
  await pool.query('VACUUM ANALYZE');
  return loaded;
}
