/**
 * From PostgreSQL to an answer: loading the universe of six years of real bars, its longest hold of the event loop, its
 * memory; then the overview over HTTP, uncached (every session once) and cached, and from a posted quote to the answer
 * that shows it.
 *
 *   node bench/universe.bench.ts
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createMarketRoom, fileSource, importMarket } from '#market';
import {
  acquireDatabaseServer,
  createBus,
  createHttpServer,
  createLogger,
  createMemoryCache,
  migrate,
  openDatabase,
  systemClock,
} from '#platform';
import { loadUniverse } from '../src/market/universe-loader.ts';
import { machine, quantile } from './measure.ts';

const LOADS = 5;
const LAST_DAY = 25_000;
const FILES = [2016, 2017, 2018, 2019, 2020, 2021].map(
  (year) => `../shared/data/market/sp500_daily_${year}.csv.gz`,
);

const logger = createLogger({ logLevel: 'warn' });
const dataDir = mkdtempSync(join(tmpdir(), 'richesreach-bench-'));
await using server = await acquireDatabaseServer({ databaseUrl: undefined, dataDir }, logger);
await using database = openDatabase(server.address, logger);
await migrate(database);
const bus = createBus(logger);
const sources = await Promise.all(FILES.map(fileSource));
await importMarket({ pool: database.pool, bus }, { sources, strict: false, lastDay: LAST_DAY });

console.log(machine());
await measureLoads();
await measureRoutes();

async function measureLoads(): Promise<void> {
  const wall: number[] = [];
  const cpu: number[] = [];
  const held: number[] = [];
  for (let n = 0; n < LOADS; n++) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const [start, used] = [performance.now(), process.cpuUsage()];
    await loadUniverse(database.pool);
    const { user, system } = process.cpuUsage(used);
    wall.push(performance.now() - start);
    cpu.push((user + system) / 1000);
    held.push(delay.max / 1e6);
  }
  report('load the universe', wall);
  report('  CPU of it', cpu);
  report('  longest hold of the event loop', held);
}

async function measureRoutes(): Promise<void> {
  const cache = createMemoryCache();
  await using room = createMarketRoom({ database, bus, cache, clock: systemClock, logger });
  const http = await createHttpServer({
    logger,
    guard: () => ({ id: 'bench', name: 'bench', scopes: new Set(['admin']) }),
    routes: room.routes,
  });
  const overview = async (query: string) => {
    const start = performance.now();
    const { statusCode } = await http.inject({ url: `/analytics/market/overview${query}` });
    if (statusCode !== 200) throw new Error(`answered ${statusCode}`);
    return performance.now() - start;
  };
  const universe = await room.universe();
  const trends = universe.trends('AAPL', '1d', undefined, 500);
  if (trends.kind !== 'trends') throw new Error(trends.reason);
  const queries = trends.trends.points.map(({ date }) => `?as_of=${date}`);
  const uncached: number[] = [];
  const cached: number[] = [];
  for (const query of queries) uncached.push(await overview(query));
  for (const query of queries) cached.push(await overview(query));
  report('overview over HTTP, uncached', uncached.slice(20));
  report('overview over HTTP, cached', cached);
  const moved: number[] = [];
  for (let n = 0; n < 100; n++) {
    const start = performance.now();
    await http.inject({
      method: 'POST',
      url: '/analytics/market-data',
      payload: { symbol: 'AAPL', price: 130 + n / 100 },
    });
    await overview('');
    moved.push(performance.now() - start);
  }
  report('from a posted quote to the overview that shows it', moved.slice(10));
  console.log(
    `memory in columns ${(process.memoryUsage().arrayBuffers / 2 ** 20).toFixed(0)} MiB after all this`,
  );
  await http.close();
}

function report(name: string, millis: readonly number[]): void {
  const [p50, p95] = [quantile(millis, 0.5), quantile(millis, 0.95)];
  console.log(`${name.padEnd(52)} median ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`);
}
