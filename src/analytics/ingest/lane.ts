import { Client } from 'pg';
import { clientOptions, type PostgresAddress } from '#platform';

const LOCK_CLASS = 0x7272_0001;
const SHARDS = 256;
const NUMBERS_AHEAD = 64;

/** A connection that writes: its rollup rows are its own, and its batch numbers are fetched ahead. */
export interface Lane {
  readonly client: Client;
  readonly shard: number;
  nextBatch(): Promise<number>;
  close(): Promise<void>;
}

/** Connects and takes a shard that no other lane of any process has. */
export async function openLane(address: PostgresAddress): Promise<Lane> {
  const client = new Client({
    ...clientOptions(address),
    application_name: 'richesreach-ingest',
    connectionTimeoutMillis: 5_000,
  });
  // A connection that breaks fails the statement it runs; the event itself needs no answer.
  client.on('error', () => undefined);
  await client.connect();
  const shard = await takeShard(client);
  const numbers: number[] = [];
  return {
    client,
    shard,
    async nextBatch() {
      if (numbers.length === 0) numbers.push(...(await takeNumbers(client)));
      return numbers.shift() ?? Number.NaN;
    },
    close: () => client.end(),
  };
}

async function takeShard(client: Client): Promise<number> {
  const { rows } = await client.query<{ shard: number }>(
    `SELECT shard FROM generate_series(0, ${SHARDS - 1}) AS shard WHERE pg_try_advisory_lock(${LOCK_CLASS}, shard) LIMIT 1`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`All ${SHARDS} shards of the rollups are taken; too many writers.`);
  return row.shard;
}

async function takeNumbers(client: Client): Promise<number[]> {
  const { rows } = await client.query<{ batch: number }>(
    `SELECT nextval('analytics_batch_seq') AS batch FROM generate_series(1, ${NUMBERS_AHEAD})`,
  );
  return rows.map(({ batch }) => batch);
}
