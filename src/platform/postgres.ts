import { Kysely, PostgresDialect } from 'kysely';
import { type ClientConfig, Pool, type PoolClient, types } from 'pg';
import type { Logger } from './logger.ts';

/** Where a PostgreSQL listens: a URL, or the socket directory of the embedded server. */
export type PostgresAddress =
  | { readonly url: string }
  | { readonly socketDir: string; readonly port: number; readonly user: string; readonly database: string };

/** Tables are described where they are used: stores pass their own row types. */
export type Tables = Record<string, Record<string, unknown>>;

export interface Database extends AsyncDisposable {
  readonly pool: Pool;
  readonly kysely: Kysely<Tables>;
  readonly address: PostgresAddress;
  /** Whether it is a replica, which takes no writes. */
  readonly readOnly: boolean;
}

// int8 fits a double up to 2^53; volumes and counts stay far below. NUMERIC stays text: money is not a double.
types.setTypeParser(types.builtins.INT8, Number);
// A calendar date stays text: a Date would carry this machine's zone into it.
types.setTypeParser(types.builtins.DATE, (text) => text);

export interface PoolOptions {
  readonly max?: number;
  readonly applicationName?: string;
  readonly readOnly?: boolean;
}

/** Options of a `pg` client for an address. */
export function clientOptions(address: PostgresAddress): ClientConfig {
  if ('url' in address) return { connectionString: address.url };
  return { host: address.socketDir, port: address.port, user: address.user, database: address.database };
}

/** A pool on an address. It connects when first asked, and a broken idle connection is logged and replaced. */
export function openDatabase(address: PostgresAddress, logger: Logger, options: PoolOptions = {}): Database {
  const pool = new Pool({
    ...clientOptions(address),
    max: options.max ?? 10,
    connectionTimeoutMillis: 5_000,
    application_name: options.applicationName ?? 'richesreach',
  });
  // The error itself carries the whole client; its message is all there is to know.
  // A pool says it has ended before its connections have; how they end is of no interest any more.
  pool.on('error', ({ message }) => {
    if (!pool.ending) logger.warn({ reason: message }, 'an idle database connection broke');
  });
  // The pool watches idle connections only. One that breaks between two statements of its user would end the process;
  // the user learns of it from the next statement.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const { readOnly = false } = options;
  return { pool, kysely, address, readOnly, [Symbol.asyncDispose]: () => pool.end() };
}

/** Runs `work` in one transaction; any throw rolls it back. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    // A connection that cannot even roll back is of no further use.
    const broken = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    client.release(broken);
    throw error;
  }
}
