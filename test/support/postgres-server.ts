import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import {
  acquireDatabaseServer,
  clientOptions,
  createLogger,
  migrate,
  openDatabase,
  type PostgresAddress,
} from '#platform';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: PostgresAddress;
  }
}

/** The database every test's database is a copy of: migrated once. */
export const TEMPLATE = 'richesreach_template';

const RUN = 'richesreach-test-run-';

/** What is lost when the machine dies during a test run is nobody's loss. */
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '64MB' };

/** One embedded PostgreSQL for the whole run, with a migrated template. Vitest calls this before the first test. */
export default async function startPostgres({ provide }: TestProject): Promise<() => Promise<void>> {
  await clearKilledRuns();
  const dataDir = await mkdtemp(join(tmpdir(), `${RUN}${process.pid}-`));
  // As root the server runs as another account, which must get here.
  await chmod(dataDir, 0o755);
  const server = await acquire(dataDir);
  await makeTemplate(server.address);
  provide('postgres', server.address);
  return async () => {
    await server[Symbol.asyncDispose]();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** A run that was killed leaves its server running: its directory names the process that is no more. */
async function clearKilledRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(RUN) ? Number.parseInt(name.slice(RUN.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    // What belongs to somebody else stays.
    await remove(join(tmpdir(), name)).catch(() => undefined);
  }
}

async function remove(dataDir: string): Promise<void> {
  const server = await acquire(dataDir);
  await server[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function acquire(dataDir: string) {
  const logger = createLogger({ logLevel: 'warn' });
  return acquireDatabaseServer({ databaseUrl: undefined, dataDir }, logger, SETTINGS);
}

async function makeTemplate(address: PostgresAddress): Promise<void> {
  await withMaintenance(address, (client) => client.query(`CREATE DATABASE ${TEMPLATE}`));
  {
    await using database = openDatabase(atDatabase(address, TEMPLATE), createLogger({ logLevel: 'warn' }));
    await migrate(database);
  }
  await withMaintenance(address, (client) =>
    client.query(`ALTER DATABASE ${TEMPLATE} ALLOW_CONNECTIONS false`),
  );
}

/** The same server, another database. */
export function atDatabase(address: PostgresAddress, database: string): PostgresAddress {
  if ('url' in address) throw new TypeError('Tests run on the embedded server.');
  return { ...address, database };
}

/** One connection to the server for what cannot be done from inside the database concerned. */
export async function withMaintenance<T>(
  address: PostgresAddress,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client(clientOptions(address));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
