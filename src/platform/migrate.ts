import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { reasonOf } from './errors.ts';
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
