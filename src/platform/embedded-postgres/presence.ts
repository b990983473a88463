import { Client } from 'pg';
import { clientOptions } from '../postgres.ts';
import { USER } from './cluster.ts';
import type { Postmaster } from './postmaster.ts';

/** Key of the advisory lock every process that uses the server holds: shared to use it, alone to stop it. */
const PRESENCE = 7_224_810;

/**
 * Takes a place on the server: a connection that holds the shared lock. It ends with the process however that ends, so
 * presence never needs cleaning up. Undefined when the server does not take us (yet), or is about to be stopped.
 */
export async function enter(postmaster: Postmaster, data: string): Promise<Client | undefined> {
  const client = new Client({
    ...clientOptions({
      socketDir: postmaster.socketDir,
      port: postmaster.port,
      user: USER,
      database: 'postgres',
    }),
    application_name: 'richesreach presence',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data: string; entered: boolean }>(
      `SELECT current_setting('data_directory') AS data, pg_try_advisory_lock_shared($1) AS entered`,
      [PRESENCE],
    );
    if (rows[0]?.entered === true && rows[0].data === data) return client;
  } catch {
    // Not there yet, or no longer: the caller looks at the lock file again.
  }
  await client.end().catch(() => undefined);
  return undefined;
}

/** Gives the place up. True when no other process holds one; then nobody can enter until `client` is closed. */
export async function leave(client: Client): Promise<boolean> {
  await client.query('SELECT pg_advisory_unlock_shared($1)', [PRESENCE]);
  const { rows } = await client.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [
    PRESENCE,
  ]);
  return rows[0]?.alone === true;
}

/** Creates the platform's database when it is missing; of two processes one does. */
export async function ensureDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [USER]);
  if (rowCount !== 0) return;
  await client.query(`CREATE DATABASE ${USER}`).catch((error: { code?: string }) => {
    if (error.code !== DUPLICATE_DATABASE && error.code !== UNIQUE_VIOLATION) throw error;
  });
}

const DUPLICATE_DATABASE = '42P04';
const UNIQUE_VIOLATION = '23505';
