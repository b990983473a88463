import type { ClientBase } from 'pg';

/** Makes instruments of symbols that are not known yet, with nothing known about them but the symbol. */
export async function insertInstruments(
  client: ClientBase,
  symbols: readonly string[],
  simulated = false,
): Promise<void> {
  await client.query(
    `INSERT INTO instruments (symbol, simulated) SELECT symbol, $2 FROM unnest($1::text[]) AS symbol
     ON CONFLICT (symbol) DO NOTHING`,
    [symbols, simulated],
  );
}

/** Real data push out the simulated ones: instruments, bars and quotes. Returns the symbols that are gone. */
export async function removeSimulated(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ symbol: string }>(
    'DELETE FROM instruments WHERE simulated RETURNING symbol',
  );
  const symbols = rows.map(({ symbol }) => symbol);
  if (symbols.length > 0) {
    await client.query('DELETE FROM market_bars WHERE symbol = ANY($1)', [symbols]);
    await client.query('DELETE FROM market_data WHERE symbol = ANY($1)', [symbols]);
  }
  return symbols;
}
