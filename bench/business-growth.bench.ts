/**
 * What the uncached business dashboard costs over more and more events, and how large the tables are that it reads. The
 * databases take turns, so that what disturbs the machine disturbs all. Databases of equally many events must give equal
 * figures.
 *
 *   node bench/business-growth.bench.ts DATA_DIR…     data-dirs that business.bench.ts or business-derived.ts made today
 */
import { acquireDatabaseServer, createBus, createLogger, openDatabase } from '#platform';
import { createActivity } from '../src/analytics/activity/activity-worker.ts';
import { createBusiness } from '../src/analytics/business/business.ts';
import { machine, median } from './measure.ts';

const DAY_MS = 86_400_000;
const END = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const ROUNDS = 40;
const WARM_UP_ROUNDS = 5;

const logger = createLogger({ logLevel: 'warn' });
await using stack = new AsyncDisposableStack();

async function open(dataDir: string) {
  const server = stack.use(
    await acquireDatabaseServer({ databaseUrl: undefined, dataDir }, logger, {
      shared_buffers: '512MB',
      work_mem: '64MB',
    }),
  );
  const { pool } = stack.use(openDatabase(server.address, logger));
  const activity = stack.use(createActivity({ pool, bus: createBus(logger), logger }));
  const business = createBusiness({ pool, clock: { now: () => END }, activity });
  const { rows } = await pool.query<{ events: number; rollups: number; sets_bytes: number }>(
    `SELECT (SELECT sum(events) FROM analytics_event_rollup_15m)::bigint AS events,
       (SELECT count(*) FROM analytics_event_rollup_15m) AS rollups,
       (SELECT sum(length(bitmap)) FROM analytics_user_bitmaps WHERE grain = 'day') AS sets_bytes`,
  );
  return { dataDir, business, sizes: rows[0], times: [] as number[], figures: '' };
}

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const query = { start_date: day(END - 30 * DAY_MS), end_date: day(END - DAY_MS) };
const databases = [];
for (const dataDir of process.argv.slice(2)) databases.push(await open(dataDir));
for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1)
  for (const it of databases) {
    const before = performance.now();
    const dashboard = await it.business.dashboard(query);
    if (round >= 0) it.times.push(performance.now() - before);
    it.figures = JSON.stringify(dashboard);
  }

console.log(`${ROUNDS} rounds in turns, ${machine()}`);
for (const { sizes, times } of databases)
  console.log(
    `${((sizes?.events ?? 0) / 1e6).toFixed(1)} M events: p50 ${median(times).toFixed(1)} ms, least ${Math.min(...times).toFixed(1)} ms; ${sizes?.rollups} rollup rows, ${((sizes?.sets_bytes ?? 0) / 2 ** 20).toFixed(2)} MiB of day sets`,
  );
for (const [events, equal] of Map.groupBy(databases, ({ sizes }) => sizes?.events))
  if (equal.length > 1)
    console.log(
      `${events} events: figures of ${equal.map(({ dataDir }) => dataDir).join(', ')} ${new Set(equal.map(({ figures }) => figures)).size === 1 ? 'identical' : 'DIFFER'}`,
    );
