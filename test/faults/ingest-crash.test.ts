import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { acquireDatabaseServer, createLogger, openDatabase } from '#platform';
import {
  countStored,
  EVENTS_A_REQUEST,
  IngestLoad,
  isDerived,
  type LoadTarget,
  recount,
} from '../support/ingest-load.ts';

/** `PROVE=1` runs the long version. */
const ROUNDS = process.env.PROVE === undefined ? 2 : 20;
const logger = createLogger({ logLevel: 'silent' });

interface Running extends LoadTarget {
  readonly child: ChildProcess;
}

async function startServer(dataDir: string): Promise<Running> {
  const args = ['serve', '--port', '0', '--role', 'analytics,worker', '--data-dir', dataDir, '--no-demo'];
  const child = spawn(process.execPath, ['src/cli/index.ts', ...args], {
    env: { ...process.env, RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.resume();
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/localhost:\d+/.exec(line)?.[0];
    if (url === undefined) continue;
    const key = readFileSync(join(dataDir, 'local-key'), 'utf8').trim();
    return { url, child, headers: { authorization: `Bearer ${key}` } };
  }
  throw new Error('the server ended before it listened');
}

/** The postmaster's process; the first line of its own file says which. */
async function killPostgres(dataDir: string): Promise<void> {
  await using server = await acquireDatabaseServer({ databaseUrl: undefined, dataDir }, logger);
  await using database = openDatabase(server.address, logger);
  const { rows } = await database.pool.query<{ file: string }>(
    `SELECT pg_read_file('postmaster.pid') AS file`,
  );
  process.kill(Number(rows[0]?.file.split('\n')[0]), 'SIGKILL');
}

it(
  `loses nothing acknowledged and counts nothing twice over ${ROUNDS} kill -9 of PostgreSQL and ${ROUNDS} of the server`,
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'richesreach-crash-'));
    // As root PostgreSQL runs as another account; what it cannot reach would be kept elsewhere, and stay.
    chmodSync(dataDir, 0o755);
    const load = new IngestLoad();
    await using leftovers = new AsyncDisposableStack();
    const recoveriesMs: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const running = await startServer(dataDir);
      leftovers.defer(() => void running.child.kill('SIGKILL'));
      load.start(running);
      await sleep(300 + ((round * 137) % 500));
      await killPostgres(dataDir);
      recoveriesMs.push(await load.nextAcknowledgement(30_000));
      await sleep(100 + ((round * 211) % 400));
      const ended = once(running.child, 'exit');
      running.child.kill('SIGKILL');
      await Promise.all([load.stop(), ended]);
    }

    const running = await startServer(dataDir);
    leftovers.defer(() => void running.child.kill('SIGKILL'));
    {
      await using server = await acquireDatabaseServer({ databaseUrl: undefined, dataDir }, logger);
      await using database = openDatabase(server.address, logger);
      expect(load.acknowledged.size).toBeGreaterThan(ROUNDS * EVENTS_A_REQUEST);
      expect(await load.lost(database.pool)).toEqual([]);
      expect(await load.resend(running)).toBe(0);
      const total = load.sent.length * EVENTS_A_REQUEST;
      expect(await countStored(database.pool)).toEqual({ rows: total, ids: total });
      await expect.poll(() => isDerived(database.pool), { timeout: 60_000, interval: 250 }).toBe(true);
      const { kept, counted } = await recount(database.pool);
      expect(kept).toEqual(counted);
    }
    const worstMs = Math.round(Math.max(...recoveriesMs));
    console.log(
      `${ROUNDS} kills of each: ${load.acknowledged.size} of ${load.sent.length * EVENTS_A_REQUEST} events acknowledged, lost 0, twice 0; after PostgreSQL's death the next acknowledgement came within ${worstMs} ms`,
    );
    running.child.kill('SIGTERM');
    await once(running.child, 'exit');
    rmSync(dataDir, { recursive: true, force: true });
  },
  60_000 + ROUNDS * 40_000,
);
