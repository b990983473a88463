import { finished } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { BarBatch, BarField } from './bar-batch.ts';
import { createBarEncoder } from './bar-copy.ts';

export type BarOrigin = 'import' | 'simulated';

/** What a batch did to the stored bars. */
export interface BarChanges {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Symbols whose stored bars are not what they were. */
  readonly symbols: readonly string[];
}

const UNIQUE_VIOLATION = '23505';

/** Writes batches inside the client's transaction, one at a time. */
export type WriteBars = (batch: BarBatch) => Promise<BarChanges>;

/**
 * New bars are copied straight into the table. Once the table has met one of them before, that batch goes through a
 * staging table instead, where only what differs is written – and so does the next, until one is all new again.
 * `fields` are the columns the source has: the others keep what is stored, or get their defaults.
 */
export function createBarWriter(
  client: ClientBase,
  fields: readonly BarField[],
  origin: BarOrigin,
): WriteBars {
  const encode = createBarEncoder(fields, origin);
  const columns = ['symbol', 'ts', ...fields, 'source'];
  let expectNew = true;
  return async (batch) => {
    const bytes = encode(batch);
    if (expectNew && (await copyNew(client, columns, bytes)))
      return { added: batch.length, changed: 0, unchanged: 0, symbols: [...new Set(batch.symbols)] };
    const changes = await mergeBars(client, columns, bytes, batch.length);
    expectNew = changes.changed + changes.unchanged === 0;
    return changes;
  };
}

async function copyNew(client: ClientBase, columns: readonly string[], bytes: Buffer): Promise<boolean> {
  await client.query('SAVEPOINT new_bars');
  try {
    await copy(client, 'market_bars', columns, bytes);
    await client.query('RELEASE new_bars');
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
    await client.query('ROLLBACK TO new_bars');
    return false;
  }
}

async function copy(
  client: ClientBase,
  table: string,
  columns: readonly string[],
  bytes: Buffer,
): Promise<void> {
  const stream = client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN (FORMAT binary)`));
  stream.end(bytes);
  await finished(stream);
}

interface MergeRow {
  added: number;
  changed: number;
  symbols: string[] | null;
}

async function mergeBars(
  client: ClientBase,
  columns: readonly string[],
  bytes: Buffer,
  total: number,
): Promise<BarChanges> {
  await client.query(STAGING);
  await copy(client, 'incoming_bars', columns, bytes);
  const { rows } = await client.query<MergeRow>(mergeStatement(columns.slice(2)));
  const { added, changed, symbols } = rows[0] as MergeRow;
  return { added, changed, unchanged: total - added - changed, symbols: symbols ?? [] };
}

const STAGING = `
  CREATE TEMPORARY TABLE IF NOT EXISTS incoming_bars (LIKE market_bars INCLUDING DEFAULTS) ON COMMIT DROP;
  TRUNCATE incoming_bars`;

/**
 * Rows that are equal are not touched: ON CONFLICT alone would lock, and so rewrite, every one of them. The lateral
 * join looks each bar up by its key; left to itself the planner hashes the whole table for every batch.
 */
function mergeStatement(values: readonly string[]): string {
  const list = (prefix: string) => values.map((column) => `${prefix}.${column}`).join(', ');
  return `
    WITH differing AS (
      SELECT incoming.*, stored.symbol IS NULL AS fresh
      FROM incoming_bars AS incoming
      LEFT JOIN LATERAL (
        SELECT * FROM market_bars AS bar
        WHERE (bar.symbol, bar."interval", bar.ts) = (incoming.symbol, incoming."interval", incoming.ts) LIMIT 1
      ) AS stored ON true
      WHERE stored.symbol IS NULL OR (${list('stored')}) IS DISTINCT FROM (${list('incoming')})
    ), written AS (
      INSERT INTO market_bars (symbol, ts, ${values.join(', ')})
      SELECT symbol, ts, ${values.join(', ')} FROM differing
      ON CONFLICT (symbol, "interval", ts) DO UPDATE
      SET ${values.map((column) => `${column} = excluded.${column}`).join(', ')}
    )
    SELECT count(*) FILTER (WHERE fresh)::int AS added, count(*) FILTER (WHERE NOT fresh)::int AS changed,
      array_agg(DISTINCT symbol) AS symbols
    FROM differing`;
}

/** Two imports at once would wait for each other's rows in turn; the second one waits here until the first is in. */
export async function takeImportTurn(client: ClientBase): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('richesreach.import'))`);
}
