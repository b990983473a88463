/**
 * Alerts: how long after a crossing value the alert is on a socket and in its table, what a look at many rules costs,
 * what hysteresis saves on a noisy series, and how long a preview takes. A real server with all that alerts need, over
 * HTTP and WebSocket.
 *
 *   node bench/alerts.bench.ts [crossings looks noise previews]
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { channelClient } from '#client';
import type { ConditionOf } from '#contracts/alerts';
import { createLogger, openDatabase, systemClock } from '#platform';
import { createAlertDesk } from '../src/analytics/alerts/alert-desk.ts';
import { AlertRounds } from '../src/analytics/alerts/alert-rounds.ts';
import { createAlertStore } from '../src/analytics/alerts/alert-store.ts';
import { createObservationStore } from '../src/analytics/alerts/observation-store.ts';
import { createPastStore } from '../src/analytics/alerts/preview/past-store.ts';
import { previewRule } from '../src/analytics/alerts/preview/preview.ts';
import { createRuleStore } from '../src/analytics/alerts/rule-store.ts';
import { firings, noisySeries } from './alert-noise.ts';
import { type IngestServer, startIngestServer } from './ingest-server.ts';
import { machine, median, quantile } from './measure.ts';

const CROSSINGS = 200;
const LOAD_METRICS = 100;
const LOAD_PER_SECOND = 2_000;
const LIMIT_MS = 1_000;

type Post = (path: string, body: object) => Promise<void>;

function poster({ url, headers }: IngestServer): Post {
  return async (path, body) => {
    const answer = await fetch(`${url}/analytics${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  };
}

/** A rule for each name, at once; the metrics must be there for it. */
async function makeRules(server: IngestServer, names: readonly string[]): Promise<void> {
  const post = poster(server);
  const values = [...new Set(names)].map((name) => ({ name, value: 0 }));
  await post('/metrics', values);
  await using database = openDatabase(server.address, createLogger({ logLevel: 'warn' }), { max: 1 });
  await database.pool.query(
    `INSERT INTO alert_rules (name, severity, condition)
     SELECT name || ' is high' || coalesce(' ' || nullif(count(*) OVER (PARTITION BY name ORDER BY place), 1) || ' ' || gen_random_uuid(), ''),
       'warning', jsonb_build_object('kind', 'threshold', 'metric', name, 'comparison', 'above', 'threshold', 80,
       'aggregate', 'worst', 'window_seconds', 60)
     FROM unnest($1::text[]) WITH ORDINALITY AS named (name, place) ON CONFLICT (name) DO NOTHING`,
    [names],
  );
  // Made through the door, it tells the others.
  const condition = { kind: 'absence', metric: names[0], after_seconds: 600_000 };
  await post('/alerts/rules', {
    name: `last after ${names.length} ${Date.now()}`,
    severity: 'info',
    condition,
  });
}

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}-${at}`);

/** Sends the other metrics, at an even pace, until it is stopped; returns how many went. */
function startLoad(post: Post, names: readonly string[]): () => Promise<number> {
  const perRequest = 100;
  let sent = 0;
  const stopping = new AbortController();
  const startMs = performance.now();
  const sending = (async () => {
    while (!stopping.signal.aborted) {
      const dueMs = startMs + (1_000 * sent) / LOAD_PER_SECOND;
      await sleep(Math.max(0, dueMs - performance.now()));
      const items = Array.from({ length: perRequest }, (_, at) => ({
        name: names[(sent + at) % names.length],
        value: (at % 7) * 10,
      }));
      await post('/metrics', items);
      sent += perRequest;
    }
  })();
  return async () => {
    stopping.abort();
    await sending;
    return sent / ((performance.now() - startMs) / 1_000);
  };
}

/** Milliseconds from the sending of a value. */
interface Wait {
  /** Until its ingest was acknowledged: it was committed before. */
  readonly ackMs: number;
  readonly rowMs: number;
  readonly frameMs: number;
}

/** Crosses one rule after the other at random moments. */
async function cross(server: IngestServer, names: readonly string[]): Promise<Wait[]> {
  const post = poster(server);
  const framesMs = new Map<string, number>();
  const key = server.headers['authorization']?.replace('Bearer ', '') ?? '';
  const alerts = channelClient({ server: server.url, channel: 'alerts', key });
  alerts.onFrame((frame) => {
    if (frame.type === 'alerts_update') framesMs.set(frame.data.alert.title, performance.now());
  });
  alerts.connect();
  await using database = openDatabase(server.address, createLogger({ logLevel: 'warn' }), { max: 1 });
  await sleep(1_000);
  const waits: Wait[] = [];
  for (const name of names) {
    await sleep(Math.random() * 150);
    const title = `${name} is high`;
    const sentMs = performance.now();
    await post('/metrics', { name, value: 100 });
    const ackMs = performance.now() - sentMs;
    let rowMs: number | undefined;
    while (rowMs === undefined || !framesMs.has(title)) {
      const { rowCount } = await database.pool.query('SELECT FROM analytics_alerts WHERE title = $1', [
        title,
      ]);
      if (rowCount === 1) rowMs ??= performance.now() - sentMs;
      if (performance.now() - sentMs > 20_000) throw new Error(`${title} never came`);
      await sleep(1);
    }
    waits.push({ ackMs, rowMs, frameMs: (framesMs.get(title) ?? Infinity) - sentMs });
  }
  alerts.pause();
  return waits;
}

function report(what: string, waits: readonly Wait[]): void {
  console.log(`     ${what}, ${waits.length} crossings, from the sending of the value:`);
  const figures = (values: number[]) => {
    const [p50, p99, most] = [0.5, 0.99, 1].map((share) => Math.round(quantile(values, share)));
    return { text: `p50 ${p50}, p99 ${p99}, max ${most} ms`, isMet: (most ?? Infinity) <= LIMIT_MS };
  };
  console.log(`     acknowledged: ${figures(waits.map(({ ackMs }) => ackMs)).text}`);
  for (const [where, key] of [
    ['row', 'rowMs'],
    ['frame', 'frameMs'],
  ] as const) {
    const { text, isMet } = figures(waits.map((wait) => wait[key]));
    console.log(`${isMet ? 'ok  ' : 'MISS'} ${where}: ${text} (target ≤ ${LIMIT_MS})`);
  }
}

async function crossings(): Promise<void> {
  await using server = await startIngestServer('analytics,realtime,worker');
  const post = poster(server);
  const load = numbered('load', LOAD_METRICS);
  const own = numbered('crossing', 3 * CROSSINGS);
  await makeRules(server, own);
  report(`${own.length} rules, nothing else`, await cross(server, own.slice(0, CROSSINGS)));
  const rounds = [
    [1, own.slice(CROSSINGS, 2 * CROSSINGS)],
    [10, own.slice(2 * CROSSINGS)],
  ] as const;
  for (const [rules, names] of rounds) {
    await makeRules(server, Array.from({ length: rules }, () => load).flat());
    const stop = startLoad(post, load);
    const waits = await cross(server, names);
    const rate = Math.round(await stop());
    report(`beside ${rate} metrics/s of 100 names, ${rules} more rules on each`, waits);
  }
}

/** Rules over metrics of 1,200 values a minute, all looked at in one round. */
async function looks(): Promise<void> {
  await using server = await startIngestServer('analytics');
  const logger = createLogger({ logLevel: 'warn' });
  await using database = openDatabase(server.address, logger);
  const { pool } = database;
  for (const [rules, metrics] of [
    [100, 100],
    [1_000, 100],
    [1_000, 1_000],
  ] as const) {
    await fill(pool, rules, metrics);
    const rounds = new AlertRounds({
      logger,
      clock: systemClock,
      rules: createRuleStore(pool),
      alerts: createAlertStore(pool),
      observations: createObservationStore(pool),
      desk: createAlertDesk({
        pool,
        clock: systemClock,
        log: {
          append: async () => undefined,
          position: async () => ({ epoch: '', offset: 0 }),
          after: async () => [],
        },
      }),
      sessionChanges: async () => new Map(),
    });
    const times: number[] = [];
    for (let round = 0; round < 6; round++) {
      if (round === 1) times.length = 0;
      rounds.mark(() => true);
      const startMs = performance.now();
      await rounds.run();
      times.push(performance.now() - startMs);
    }
    console.log(`     one look at ${rules} rules on ${metrics} metrics: ${Math.round(median(times))} ms`);
  }
}

async function fill(pool: Pool, rules: number, metrics: number): Promise<void> {
  await pool.query('DELETE FROM alert_rules');
  await pool.query('TRUNCATE analytics_metrics');
  await pool.query(
    `INSERT INTO analytics_metrics (name, value, "timestamp")
     SELECT 'm' || m, 10, now() + interval '1 minute' * (place / 1200.0 - 0.5)
     FROM generate_series(0, $1::int - 1) AS m, generate_series(1, 1200) AS place`,
    [metrics],
  );
  await pool.query('TRUNCATE analytics_metric_rollup_1m');
  await pool.query(
    `INSERT INTO analytics_metric_rollup_1m (name, bucket, shard, samples, total, minimum, maximum, last_value, last_at)
     SELECT name, date_trunc('minute', "timestamp"), 0, count(*), sum(value), min(value), max(value), 10, now()
     FROM analytics_metrics GROUP BY 1, 2`,
  );
  await pool.query('ANALYZE analytics_metrics, analytics_metric_rollup_1m');
  await pool.query(
    `INSERT INTO alert_rules (name, severity, condition)
     SELECT 'rule ' || r, 'info', jsonb_build_object('kind', 'threshold', 'metric', 'm' || r % $2::int,
       'comparison', 'above', 'threshold', 80, 'aggregate', 'worst', 'window_seconds', 60)
     FROM generate_series(0, $1::int - 1) AS r`,
    [rules, metrics],
  );
}

/** An hour of a value a second around the threshold of 100. */
async function noise(): Promise<void> {
  for (const spread of [1, 3, 10]) {
    const series = noisySeries(3_600, 100, spread);
    const bare = firings(series, { clear_at: 100 }, 0);
    const usual = firings(series, {}, 0);
    const patient = firings(series, {}, 60);
    console.log(
      `     noise of ${spread} % at the threshold, ${series.length} values: ${bare} firings without hysteresis, ${usual} with, ${patient} with and 60 s to be over`,
    );
  }
}

/** A rule taken through what one metric recorded, and how long others had to wait for their turn meanwhile. */
async function previews(): Promise<void> {
  await using server = await startIngestServer('analytics');
  await using database = openDatabase(server.address, createLogger({ logLevel: 'warn' }));
  const { pool } = database;
  const deps = { past: createPastStore(pool), clock: systemClock, sessionChanges: async () => new Map() };
  for (const [hours, everySeconds] of [
    [24, 10],
    [168, 10],
    [24, 1],
    [168, 1],
  ] as const) {
    await pool.query('TRUNCATE analytics_metrics');
    await pool.query(
      `INSERT INTO analytics_metrics (name, value, "timestamp")
       SELECT 'cpu', 50 + 40 * sin(second / 3000.0), now() - second * interval '1 second'
       FROM generate_series(0, $1::int * 3600, $2::int) AS second`,
      [hours, everySeconds],
    );
    await pool.query('ANALYZE analytics_metrics');
    const condition: ConditionOf<'threshold'> = {
      kind: 'threshold',
      metric: 'cpu',
      comparison: 'above',
      threshold: 80,
      aggregate: 'mean',
      window_seconds: 60,
    };
    const delays = monitorEventLoopDelay({ resolution: 1 });
    const times: number[] = [];
    delays.enable();
    for (let round = 0; round < 5; round++) {
      const startMs = performance.now();
      await previewRule(deps, { condition, for_seconds: 0, clear_seconds: 60, hours });
      times.push(performance.now() - startMs);
    }
    delays.disable();
    const waitMs = Math.round(delays.max / 1e6);
    console.log(
      `     a preview of ${hours} h, a value each ${everySeconds} s: ${Math.round(median(times))} ms, others waited for ${waitMs} ms at most`,
    );
  }
}

const QUESTIONS: Record<string, () => Promise<void>> = { crossings, looks, noise, previews };
console.log(machine());
const asked = process.argv.slice(2);
for (const [name, ask] of Object.entries(QUESTIONS))
  if (asked.length === 0 || asked.includes(name)) await ask();
console.log(machine());
