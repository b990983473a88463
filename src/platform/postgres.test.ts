import { expect, it } from 'vitest';
import { createTestDatabase } from '../../test/support/database.ts';
import { inTransaction } from './postgres.ts';

it('fails the transaction whose connection breaks between two statements, and nothing else', async () => {
  await using database = await createTestDatabase();
  const { pool } = database;
  const broken = inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const ended = new Promise((resolve) => client.once('end', resolve));
    await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await ended;
    await client.query('SELECT 1');
  });
  await expect(broken).rejects.toThrow('not queryable');
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});
