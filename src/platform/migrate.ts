import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { reasonOf, SetupError } from './errors.ts';
import type { Database } from './postgres.ts';

export const MIGRATIONS_DIR = join(import.meta.dirname, '../../db/migrations');

/** A database that cannot be brought to this version, with what to do. */
export class MigrationError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MigrationError';
  }
}

export const OLDEST_VERSION = 150_000;

/**
 * Brings the schema up to date, oldest migration first. Safe beside other processes: Kysely waits on an advisory lock.
 * Returns the names of the migrations applied now.
 */
export async function migrate(database: Database): Promise<string[]> {
  await refuseOldServer(database);
  await refuseReplica(database);
  const { error, results = [] } = await migratorOf(database).migrateToLatest();
  const failed = results.find((result) => result.status === 'Error');
  if (error !== undefined) {
    throw new MigrationError(
      `Migration ${failed?.migrationName ?? ''} failed: ${reasonOf(error)}. The schema is as it was before it.`,
      { cause: error },
    );
  }
  return results.map((result) => result.migrationName);
}

const SCHEMA_PATIENCE_MS = 30_000;
const LOOK_MS = 500;

/** Waits until a replica has the schema that this version needs: the region that writes migrates first. */
export async function awaitSchema(database: Database): Promise<void> {
  const deadline = performance.now() + SCHEMA_PATIENCE_MS;
  for (;;) {
    const pending = await pendingMigrations(database);
    if (pending.length === 0) return;
    if (performance.now() > deadline)
      throw new SetupError({
        what: 'The replica does not have the schema of this version.',
        why: `It lacks ${pending.join(', ')}.`,
        fix: 'Start this version where the database is written first, or run `richesreach migrate` there.',
      });
    await sleep(LOOK_MS);
  }
}

/** Names of the migrations this database still lacks; looks only. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const migrations = await migratorOf(database).getMigrations();
  return migrations.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name);
}

function migratorOf(database: Database): Migrator {
  return new Migrator({ db: database.kysely, provider: { getMigrations: readMigrations } });
}

async function refuseOldServer(database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ server_version_num: string }>('SHOW server_version_num');
  const version = Number(rows[0]?.server_version_num);
  if (version >= OLDEST_VERSION) return;
  throw new MigrationError(
    `This PostgreSQL is version ${Math.floor(version / 10_000)}; RichesReach needs 15 or newer. Upgrade it, or unset DATABASE_URL to use the embedded one.`,
  );
}

async function refuseReplica({ pool }: Database): Promise<void> {
  const { rows } = await pool.query<{ isReplica: boolean }>('SELECT pg_is_in_recovery() AS "isReplica"');
  if (rows[0]?.isReplica !== true) return;
  throw new SetupError({
    what: 'The database is a read replica.',
    why: 'It takes no writes, and a server that reads it must know who does.',
    fix: 'Set INGEST_FORWARD_URL to a server in the region that writes, or DATABASE_URL to the primary.',
  });
}

/** Each `db/migrations/YYYYMMDDHHMM-name.sql` runs once, in one transaction, in the order of its name. */
async function readMigrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(MIGRATIONS_DIR)).filter((name) => name.endsWith('.sql'));
  const migrations = names.map(async (name): Promise<[string, Migration]> => {
    const statements = await readFile(join(MIGRATIONS_DIR, name), 'utf8');
    return [
      name.replace(/\.sql$/, ''),
      {
        up: (db) =>
          sql
            .raw(statements)
            .execute(db)
            .then(() => undefined),
      },
    ];
  });
  return Object.fromEntries(await Promise.all(migrations));
}
