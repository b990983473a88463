import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BusEvents } from '#contracts/events';
import { type Bus, type Clock, createBus, createLogger, type Database } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { barsOf, instrument } from '../../../test/support/market.ts';
import { createUniverse } from '../../market/universe.ts';
import { createAnomalyStore } from './anomaly-store.ts';
import { type AnomalyWatch, startAnomalyWatch } from './watch.ts';

const NOW = Date.parse('2026-06-10T18:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;
const logger = createLogger({ logLevel: 'error' });

let database: Database;
let bus: Bus;
let nowMs: number;
let told: BusEvents['anomaly.detected'][];
let universe: ReturnType<typeof createUniverse>;
const clock: Clock = { now: () => nowMs };

beforeEach(async () => {
  database = await createTestDatabase();
  bus = createBus(logger);
  nowMs = NOW;
  told = [];
  universe = createUniverse([], []);
  bus.subscribe('anomaly.detected', (event) => told.push(event));
});
afterEach(() => database[Symbol.asyncDispose]());

function watch(maxStreams = 100): AnomalyWatch {
  const market = { universe: async () => universe };
  return startAnomalyWatch({ pool: database.pool, bus, clock, logger, market, maxStreams });
}

/** A quiet series of a value a minute that ends at NOW; `spikes` are minutes before the end. */
function wave(length: number, spikes: readonly number[] = [], size = 60): { at: Date; value: number }[] {
  return Array.from({ length }, (_, i) => {
    const left = length - i;
    const noise = Math.sin(i * 12.9898) * 43758.5453;
    const value = 50 + 4 * (noise - Math.floor(noise)) + (spikes.includes(left) ? size : 0);
    return { at: new Date(NOW - left * MINUTE), value };
  });
}

async function commit(name: string, values: readonly { at: Date; value: number }[], labels = {}) {
  await database.pool.query(
    `INSERT INTO analytics_metrics (timestamp, name, value, labels, simulated)
     SELECT at, $1, value, $2::jsonb, true FROM unnest($3::timestamptz[], $4::float8[]) AS posted(at, value)`,
    [name, labels, values.map(({ at }) => at), values.map(({ value }) => value)],
  );
  bus.publish('analytics.metrics.committed', { count: values.length, names: [name] });
}

async function stored() {
  const { rows } = await database.pool.query<{
    series: string;
    timestamp: Date;
    reason: string;
    told: boolean;
  }>('SELECT series, "timestamp", reason, is_told AS told FROM anomalies ORDER BY id');
  return rows;
}

const minutesAgo = (at: Date | string) => (NOW - new Date(at).getTime()) / MINUTE;

it('finds an incident in a metric, stores it with its reason and tells the bus', async () => {
  await using watching = watch();
  await commit('cpu_usage', wave(800, [100, 99]), { process: 'web' });
  await watching.catchUp();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({
    source: 'metric',
    name: 'cpu_usage',
    detector: 'record-novelty',
    threshold: 0.5,
    simulated: true,
    value: expect.closeTo(112, -1),
    reason: expect.stringMatching(
      /^cpu_usage: .*above all .* earlier ones \(.* to .*\), by .* % of their range\.$/,
    ),
  });
  expect(minutesAgo(told[0]?.at ?? '')).toBe(100);
  expect(await stored()).toMatchObject([{ series: 'cpu_usage metric {"process":"web"}', told: true }]);
});

it('judges each value once, whatever is committed in between', async () => {
  const values = wave(800, [300, 40]);
  await using watching = watch();
  for (let at = 0; at < values.length; at += 90) {
    await commit('load', values.slice(at, at + 90));
    await watching.catchUp();
  }
  await watching.catchUp();
  const { rows } = await database.pool.query('SELECT points FROM anomaly_streams');
  expect(rows).toEqual([{ points: 800 }]);
  expect(told.map(({ at }) => minutesAgo(at))).toEqual([300, 40]);
});

it('goes on after a restart where it stood, as if it had never stopped', async () => {
  const values = wave(800, [300, 40]);
  {
    await using before = watch();
    await commit('load', values.slice(0, 600));
    await before.catchUp();
  }
  await using after = watch();
  await commit('load', values.slice(600));
  await after.catchUp();
  const { rows } = await database.pool.query('SELECT points FROM anomaly_streams');
  expect(rows).toEqual([{ points: 800 }]);
  expect((await stored()).map(({ timestamp }) => minutesAgo(timestamp))).toEqual([300, 40]);
});

it('tells after a crash what it had found but not told, and finds nothing twice', async () => {
  {
    await using before = watch();
    await commit('load', wave(800, [300]));
    await before.catchUp();
  }
  // As a process leaves it that dies between its commit and the bus, or before the state is stored.
  await database.pool.query('UPDATE anomalies SET is_told = false');
  await database.pool.query('DELETE FROM anomaly_streams');
  told = [];
  await using after = watch();
  bus.publish('analytics.metrics.committed', { count: 0, names: ['load'] });
  await after.catchUp();
  expect(told.map(({ at }) => minutesAgo(at))).toEqual([300]);
  expect(await stored()).toHaveLength(1);
});

it('keeps series of different labels apart and passes over values that come too late', async () => {
  await using watching = watch();
  await commit('load', wave(400), { host: 'a' });
  await commit(
    'load',
    wave(400, [], 0).map(({ at, value }) => ({ at, value: value * 1_000 })),
    { host: 'b' },
  );
  await watching.catchUp();
  await commit('load', [{ at: new Date(NOW - 300 * MINUTE), value: 9_999 }], { host: 'a' });
  await watching.catchUp();
  const { rows } = await database.pool.query('SELECT series, points FROM anomaly_streams ORDER BY series');
  expect(rows).toEqual([
    { series: 'load metric {"host":"a"}', points: 400 },
    { series: 'load metric {"host":"b"}', points: 400 },
  ]);
  expect(told).toEqual([]);
});

it('watches so many streams and no more', async () => {
  await using watching = watch(2);
  for (const name of ['a', 'b', 'c']) await commit(name, wave(70));
  await watching.catchUp();
  const names = 'SELECT name FROM anomaly_streams ORDER BY name';
  expect((await database.pool.query(names)).rows).toEqual([{ name: 'a' }, { name: 'b' }]);
  // Two days later a is silent and makes way.
  nowMs += 2 * DAY;
  await commit('b', [{ at: new Date(nowMs), value: 1 }]);
  await watching.catchUp();
  await commit('d', wave(70));
  await watching.catchUp();
  expect((await database.pool.query(names)).rows).toEqual([{ name: 'b' }, { name: 'd' }]);
});

it('needs a larger deviation once a person has said that it was expected', async () => {
  const store = createAnomalyStore(database.pool);
  await using watching = watch();
  const values = wave(900, [400, 90], 60).map((it, i) => (i === 810 ? { ...it, value: it.value + 12 } : it));
  await commit('load', values.slice(0, 700));
  await watching.catchUp();
  const [first] = await store.list({ limit: 10 });
  expect(first).toMatchObject({ metric: 'load', feedback: null });
  await store.saveFeedback(first?.id ?? 0, 'expected', 'someone');
  await watching.catchUp();
  await commit('load', values.slice(700));
  await watching.catchUp();
  expect(await stored()).toHaveLength(1);
  // The same values without that word are an anomaly.
  await commit('other', values);
  await watching.catchUp();
  expect((await stored()).filter(({ series }) => series === 'other metric')).toHaveLength(2);
});

it('judges completed sessions of a symbol, restated for splits, and reports recent ones only', async () => {
  const sessions = 400;
  const first = Math.floor(NOW / DAY) - sessions;
  const rows = Array.from({ length: sessions + 1 }, (_, i) => {
    const crash = i === 150 ? 0.8 : i >= sessions - 5 ? 0.5 : 1;
    const isSplit = i >= 200;
    const close = (100 + 2 * Math.sin(i * 1.7) + Math.cos(i * 0.37)) * crash * (isSplit ? 0.25 : 1);
    const date = new Date((first + i) * DAY).toISOString().slice(0, 10);
    return { date, close, volume: 1_000 + 50 * Math.sin(i * 2.3), split: i === 200 ? 4 : 1 };
  });
  universe.updateInstruments([instrument('ACME')]);
  universe.replaceBars(barsOf('ACME', rows));
  await using watching = watch();
  await watching.catchUp();
  expect(told).toEqual([]);
  expect(await stored()).toMatchObject([
    {
      series: 'ACME daily_return',
      timestamp: new Date((first + sessions - 5) * DAY),
      reason: expect.stringContaining('Logarithmic daily return of ACME'),
    },
  ]);
  const { rows: streams } = await database.pool.query(
    'SELECT series, points FROM anomaly_streams ORDER BY 1',
  );
  // The session under way is not judged.
  expect(streams).toEqual([
    { series: 'ACME daily_return', points: sessions - 1 },
    { series: 'ACME daily_volume', points: sessions },
  ]);
});

it('judges the steps between quotes of one session', async () => {
  await database.pool.query(
    `INSERT INTO market_data (symbol, "timestamp", price)
     SELECT 'ACME', $1::timestamptz - (300 - i) * interval '10 seconds',
       (CASE WHEN i >= 250 THEN 90 ELSE 100 END) + sin(i * 1.3) * 0.1
     FROM generate_series(1, 300) AS i`,
    [new Date(NOW)],
  );
  await using watching = watch();
  bus.publish('market.bars.changed', { symbols: ['ACME'], simulated: false });
  await watching.catchUp();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({
    source: 'market',
    name: 'ACME',
    value: expect.closeTo(90, 0),
    simulated: false,
  });
});
