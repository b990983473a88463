import { describe, expect, it } from 'vitest';
import { createTestDatabase } from './database.ts';

describe('createTestDatabase', () => {
  it('gives every caller an own database, with the migrations applied', async () => {
    await using one = await createTestDatabase();
    await using other = await createTestDatabase();
    await one.pool.query('CREATE TABLE mine (n int)');

    const tables = await other.pool.query(
      `SELECT to_regclass('mine') AS mine, to_regclass('kysely_migration') AS log`,
    );

    expect(tables.rows).toEqual([{ mine: null, log: 'kysely_migration' }]);
  });

  it('drops the database on dispose, whoever is still connected', async () => {
    await using watcher = await createTestDatabase();
    const gone = await createTestDatabase();
    const name = (await gone.pool.query<{ name: string }>('SELECT current_database() AS name')).rows[0]?.name;

    await gone[Symbol.asyncDispose]();

    const left = await watcher.pool.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    expect(left.rowCount).toBe(0);
  });
});
