import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { acquireDatabaseServer, createLogger, openDatabase } from '#platform';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';

const KILLS = 3;
const PRODUCERS = 8;
const ACKNOWLEDGED_A_KILL = 40;

let dataDir: string;
let server: ServerProcess | undefined;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'richesreach-faults-'));
  // As root PostgreSQL runs as another account; what it cannot reach would be kept elsewhere, and stay.
  await chmod(dataDir, 0o755);
});
afterAll(async () => {
  await server?.end('SIGTERM');
  await rm(dataDir, { recursive: true, force: true });
});

it('loses nothing it has acknowledged when it is killed, and finds its data again', async () => {
  const acknowledged = new Set<number>();
  let next = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const running = await startServerProcess(dataDir);
    const produce = async () => {
      for (;;) {
        const cents = 10_000 + next++;
        try {
          const reply = await post(running.url, { symbol: 'KILL', price: cents / 100, volume: cents });
          if (reply.ok) acknowledged.add(cents);
        } catch {
          return;
        }
      }
    };
    const producers = Promise.all(Array.from({ length: PRODUCERS }, produce));
    const enough = (kill + 1) * ACKNOWLEDGED_A_KILL;
    await vi.waitFor(() => expect(acknowledged.size).toBeGreaterThanOrEqual(enough), {
      timeout: 20_000,
      interval: 5,
    });
    await running.end('SIGKILL');
    await producers;
  }
  server = await startServerProcess(dataDir);
  expect((await barOf(server.url)).volume).toBeGreaterThanOrEqual(Math.max(...acknowledged));
  expect(await storedCents(dataDir)).toEqual(expect.arrayContaining([...acknowledged]));
}, 120_000);

it('answers what is under way when it is told to stop, then ends with 0', async () => {
  server ??= await startServerProcess(dataDir);
  const { url } = server;
  const batch = Array.from({ length: 2_000 }, (_, n) => ({ symbol: `S${n}`, price: 1 + n }));
  const underWay = [
    post(url, batch),
    fetch(`${url}/analytics/market/symbols?search=S1`),
    fetch(`${url}/health`),
  ];
  await new Promise((resolve) => setTimeout(resolve, 30));
  const code = await server.end('SIGTERM');
  server = undefined;
  expect((await Promise.all(underWay)).map((reply) => reply.status)).toEqual([200, 200, 200]);
  expect(code).toBe(0);
}, 60_000);

function post(url: string, body: unknown): Promise<Response> {
  return fetch(`${url}/analytics/market-data`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function barOf(url: string): Promise<{ volume: number }> {
  const { bars } = (await (await fetch(`${url}/analytics/market/bars/KILL`)).json()) as {
    bars: { volume: number }[];
  };
  const last = bars.at(-1);
  if (last === undefined) throw new Error('there is no bar');
  return last;
}

/** Prices stored, in cents, read beside the running server. */
async function storedCents(dir: string): Promise<number[]> {
  const logger = createLogger({ logLevel: 'warn' });
  await using beside = await acquireDatabaseServer({ databaseUrl: undefined, dataDir: dir }, logger);
  await using database = openDatabase(beside.address, logger);
  const { rows } = await database.pool.query<{ cents: number }>(
    `SELECT round(price * 100)::int AS cents FROM market_data WHERE symbol = 'KILL'`,
  );
  return rows.map(({ cents }) => cents);
}
