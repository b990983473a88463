import type { ClientBase, Pool } from 'pg';
import { inTransaction } from '#platform';
import { type Day, type DayBar, dateOf } from '../bars.ts';

/** A daily bar with its symbol. */
export interface StoredBar extends DayBar {
  readonly symbol: string;
}

const TURN = `hashtext('richesreach.replay')`;
const KEY = 'symbol, "interval", ts';
const VALUES = 'open, high, low, close, adjusted_close, volume, dividend, split, source';
/** Only what was real can be replayed. */
const REPLAYABLE = `"interval" = '1d' AND source IN ('import', 'feed', 'quote')`;

/** Held by the one replay there can be, until its process ends; undefined while another holds it. */
export async function takeReplayTurn(pool: Pool): Promise<AsyncDisposable | undefined> {
  const client = await pool.connect();
  const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${TURN}) AS taken`);
  if (rows[0]?.taken !== true) {
    client.release();
    return undefined;
  }
  return {
    async [Symbol.asyncDispose]() {
      await client.query(`SELECT pg_advisory_unlock(${TURN})`).finally(() => client.release());
    },
  };
}

/** The latest session with a real bar; undefined where there is none. */
export async function lastRealSession(pool: Pool): Promise<string | undefined> {
  const { rows } = await pool.query<{ date: string | null }>(
    `SELECT (max(ts) AT TIME ZONE 'UTC')::date AS date FROM market_bars WHERE ${REPLAYABLE}`,
  );
  return rows[0]?.date ?? undefined;
}

/**
 * Puts the bars of a session aside and sets them back to their opens, in one statement: whatever happens to us, the
 * originals are in the database. Empty where the session has no real bar. `symbols` empty means all.
 */
export async function beginReplay(pool: Pool, day: Day, symbols: readonly string[]): Promise<StoredBar[]> {
  const { rows } = await pool.query<StoredBar>(
    `WITH aside AS (
         INSERT INTO market_bars_replayed (${KEY}, ${VALUES})
         SELECT ${KEY}, ${VALUES} FROM market_bars
         WHERE ${REPLAYABLE} AND ts = $1::timestamp AT TIME ZONE 'UTC' AND ($2::text[] = '{}' OR symbol = ANY($2))
         RETURNING *
       ), opened AS (
         UPDATE market_bars AS bar SET high = bar.open, low = bar.open, close = bar.open, volume = 0, source = 'simulated'
         FROM aside WHERE (bar.symbol, bar."interval", bar.ts) = (aside.symbol, aside."interval", aside.ts)
       )
       SELECT symbol, $3::int AS day, open, high, low, close, volume, split, dividend FROM aside ORDER BY symbol`,
    [dateOf(day), symbols, day],
  );
  return rows;
}

/**
 * Brings back the bars that a replay put aside and removes the quotes made up for it. Returns the first session
 * touched; undefined where nothing had been put aside.
 */
export async function endReplay(pool: Pool): Promise<string | undefined> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ symbol: string; date: string }>(
      `WITH returned AS (DELETE FROM market_bars_replayed RETURNING *), restored AS (
         UPDATE market_bars AS bar SET (${VALUES}) = ROW(${VALUES.split(', ')
           .map((column) => `returned.${column}`)
           .join(', ')})
         FROM returned WHERE (bar.symbol, bar."interval", bar.ts) = (returned.symbol, returned."interval", returned.ts)
       )
       SELECT symbol, (ts AT TIME ZONE 'UTC')::date AS date FROM returned ORDER BY date, symbol`,
    );
    if (rows.length > 0) await removeReplayedQuotes(client, rows);
    return rows[0]?.date;
  });
}

async function removeReplayedQuotes(
  client: ClientBase,
  sessions: readonly { readonly symbol: string; readonly date: string }[],
): Promise<void> {
  await client.query(
    `DELETE FROM market_data USING unnest($1::text[], $2::date[]) AS replayed(symbol, session)
     WHERE market_data.simulated AND market_data.symbol = replayed.symbol
       AND "timestamp" >= session::timestamp AT TIME ZONE 'America/New_York'
       AND "timestamp" < (session + 1)::timestamp AT TIME ZONE 'America/New_York'`,
    [sessions.map(({ symbol }) => symbol), sessions.map(({ date }) => date)],
  );
}
