import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { createLogger, type Database, openDatabase } from '#platform';
import { atDatabase, TEMPLATE, withMaintenance } from './postgres-server.ts';

/**
 * A fresh, migrated database on the run's server, for one test or one file. Disposing drops it:
 * `await using database = await createTestDatabase()`.
 */
export async function createTestDatabase(): Promise<Database> {
  const server = inject('postgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await withMaintenance(server, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`));
  const database = openDatabase(atDatabase(server, name), createLogger({ logLevel: 'warn' }));
  return {
    ...database,
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]();
      await withMaintenance(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}
