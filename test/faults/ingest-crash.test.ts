import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { acquireDatabaseServer, createLogger, openDatabase } from '#platform';

/** `PROVE=1` runs the long version. */
const ROUNDS = process.env.PROVE === undefined ? 2 : 20;
const SENDERS = 4;
const PER_REQUEST = 50;
const logger = createLogger({ logLevel: 'error' });

interface Event {
  readonly event_id: string;
  readonly timestamp: string;
  readonly event_type: string;
  readonly user_id: string;
  readonly properties: { readonly amount: number };
}

interface Running {
  readonly url: string;
  readonly key: string;
  readonly child: ChildProcess;
}

async function startServer(dataDir: string): Promise<Running> {
  const args = ['serve', '--port', '0', '--role', 'analytics,worker', '--data-dir', dataDir, '--no-demo'];
  const child = spawn(process.execPath, ['src/cli/index.ts', ...args], {
    env: { ...process.env, RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'fatal' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.resume();
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/localhost:\d+/.exec(line)?.[0];
    if (url === undefined) continue;
    const keyFile = join(dataDir, 'local-key');
    return { url, child, key: existsSync(keyFile) ? readFileSync(keyFile, 'utf8').trim() : '' };
  }
  throw new Error('the server ended before it listened');
}

async function post({ url, key }: Running, events: readonly Event[]): Promise<boolean> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  try {
    const reply = await fetch(`${url}/analytics/events`, {
      method: 'POST',
      headers,
      body: JSON.stringify(events),
    });
    await reply.arrayBuffer();
    return reply.status === 202;
  } catch {
    return false;
  }
}

function makeEvents(round: number, sender: number, batch: number): Event[] {
  const now = Date.now();
  return Array.from({ length: PER_REQUEST }, (_, index) => ({
    event_id: `${round}-${sender}-${batch}-${index}`,
    timestamp: new Date(now - index * 60_000).toISOString(),
    event_type: index % 2 === 0 ? 'purchase' : 'page_view',
    user_id: `user-${(batch + index) % 40}`,
    properties: { amount: index / 4 },
  }));
}

/** The postmaster's process; the first line of its own file says which. */
async function killPostgres(dataDir: string): Promise<void> {
  await using server = await acquireDatabaseServer({ databaseUrl: undefined, dataDir }, logger);
  await using database = openDatabase(server.address, createLogger({ logLevel: 'silent' }));
  const { rows } = await database.pool.query<{ file: string }>(
    `SELECT pg_read_file('postmaster.pid') AS file`,
  );
  process.kill(Number(rows[0]?.file.split('\n')[0]), 'SIGKILL');
}

it(
  `loses nothing acknowledged and counts nothing twice over ${ROUNDS} kill -9 of the server and of PostgreSQL`,
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'richesreach-crash-'));
    // As root PostgreSQL runs as another account; what it cannot reach would be kept elsewhere, and stay.
    chmodSync(dataDir, 0o755);
    const sent: Event[][] = [];
    const acknowledged = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const running = await startServer(dataDir);
      const end = new AbortController();
      const send = async (sender: number) => {
        for (let batch = 0; !end.signal.aborted; batch += 1) {
          const events = makeEvents(round, sender, batch);
          sent.push(events);
          if (await post(running, events)) for (const { event_id } of events) acknowledged.add(event_id);
          else await sleep(20);
        }
      };
      const senders = Array.from({ length: SENDERS }, (_, sender) => send(sender));
      await sleep(400 + ((round * 137) % 500));
      if (round % 2 === 1) await killPostgres(dataDir);
      running.child.kill('SIGKILL');
      end.abort();
      await Promise.all([once(running.child, 'exit'), ...senders]);
    }

    const running = await startServer(dataDir);
    {
      await using server = await acquireDatabaseServer({ databaseUrl: undefined, dataDir }, logger);
      await using database = openDatabase(server.address, logger);
      const stored = await database.pool.query<{ event_id: string }>('SELECT event_id FROM analytics_events');
      const kept = new Set(stored.rows.map(({ event_id }) => event_id));
      expect(acknowledged.size).toBeGreaterThan(PER_REQUEST);
      expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([]);

      for (const events of sent) expect(await post(running, events)).toBe(true);

      const ids = await database.pool.query<{ rows: number; ids: number }>(
        'SELECT count(*)::int AS rows, count(DISTINCT event_id)::int AS ids FROM analytics_events',
      );
      expect(ids.rows).toEqual([{ rows: sent.length * PER_REQUEST, ids: sent.length * PER_REQUEST }]);
      const sums = (from: string) => database.pool.query(`SELECT event_type, ${from} GROUP BY 1 ORDER BY 1`);
      const rolled = await sums(
        'sum(events)::int AS events, sum(amount_usd)::float AS usd FROM analytics_event_rollup_15m',
      );
      const counted = await sums(
        'count(*)::int AS events, coalesce(sum(amount_usd), 0)::float AS usd FROM analytics_events',
      );
      expect(rolled.rows).toEqual(counted.rows);
      await expect
        .poll(async () => (await database.pool.query('SELECT FROM analytics_batches')).rowCount, {
          timeout: 30_000,
        })
        .toBe(0);
      const sessions = await database.pool.query('SELECT sum(events)::int AS events FROM analytics_sessions');
      expect(sessions.rows).toEqual([{ events: sent.length * PER_REQUEST }]);
    }
    running.child.kill('SIGTERM');
    await once(running.child, 'exit');
    rmSync(dataDir, { recursive: true, force: true });
  },
  60_000 + ROUNDS * 30_000,
);
