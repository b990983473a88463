import type { Client } from 'pg';
import { CopyTrain, copyText } from './copy-train.ts';
import { BATCH_ROWS, type Batch, type IngestTable } from './ingest-table.ts';
import type { Identified } from './rows.ts';

/** What became of a row: new, stored already, or refused because its identity belongs to other content. */
export type Outcome = 'accepted' | 'duplicate' | 'conflict';

/** Writes a batch none of whose rows is there yet, in one round trip. Fails with SQLSTATE 23505 where one is. */
export async function copyBatch<Row extends Identified>(
  client: Client,
  table: IngestTable<Row>,
  rows: readonly Row[],
  batch: Batch,
): Promise<void> {
  const columns = table.columns.map(({ name }) => `"${name}"`).join(', ');
  const copy = `COPY ${table.name} (${columns}, id) FROM STDIN`;
  let id = batch.number * BATCH_ROWS;
  let text = '';
  for (const row of rows) {
    for (const column of table.columns) text += `${copyText(column.of(row))}\t`;
    text += `${id}\n`;
    id += 1;
  }
  const train = new CopyTrain([copy, ...table.derive(rows, batch)].join(';\n'), text);
  client.query(train);
  await train.done;
}

/** Writes what is not there yet of a batch, in order, and tells each row's outcome. */
export async function mergeBatch<Row extends Identified>(
  client: Client,
  table: IngestTable<Row>,
  rows: readonly Row[],
  batch: Batch,
): Promise<Outcome[]> {
  await client.query('BEGIN');
  try {
    const stored = await insertNew(client, table, rows, batch);
    const fresh = rows.map((row) => stored.delete(identityOf(row)));
    const accepted = rows.filter((_, index) => fresh[index]);
    const known = rows.filter((_, index) => fresh[index] !== true);
    const differing = known.length === 0 ? new Set<number>() : await findDiffering(client, table, known);
    if (accepted.length > 0) await client.query(table.derive(accepted, batch).join(';\n'));
    await client.query('COMMIT');
    let place = 0;
    return fresh.map((isNew) => {
      if (isNew) return 'accepted';
      place += 1;
      return differing.has(place) ? 'conflict' : 'duplicate';
    });
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function insertNew<Row extends Identified>(
  client: Client,
  table: IngestTable<Row>,
  rows: readonly Row[],
  batch: Batch,
): Promise<Set<string>> {
  const columns = table.columns.map(({ name }) => `"${name}"`).join(', ');
  const [id] = table.columns;
  const { rows: stored } = await client.query<{ id: string; at: number }>(
    `INSERT INTO ${table.name} (${columns}, id)
     SELECT ${columns}, ${batch.number * BATCH_ROWS - 1} + place FROM ${given(table)} ORDER BY place
     ON CONFLICT DO NOTHING
     RETURNING "${id.name}" AS id, (extract(epoch FROM "timestamp") * 1000)::bigint AS at`,
    parameters(table, rows),
  );
  return new Set(stored.map(identityOf));
}

/** Places, from 1 on, of the rows whose stored namesake says something else. */
async function findDiffering<Row extends Identified>(
  client: Client,
  table: IngestTable<Row>,
  rows: readonly Row[],
): Promise<Set<number>> {
  const [id, , ...content] = table.columns;
  const list = (prefix: string) => content.map(({ name }) => `${prefix}."${name}"`).join(', ');
  const { rows: differing } = await client.query<{ place: number }>(
    `SELECT place FROM ${given(table)} JOIN ${table.name} AS kept
       ON kept."${id.name}" = given."${id.name}" AND kept."timestamp" = given."timestamp"
     WHERE (${list('kept')}) IS DISTINCT FROM (${list('given')})`,
    parameters(table, rows),
  );
  return new Set(differing.map(({ place }) => place));
}

function given<Row extends Identified>(table: IngestTable<Row>): string {
  const arrays = table.columns.map(({ type }, index) => `$${index + 1}::text[]::${type}[]`);
  const names = table.columns.map(({ name }) => `"${name}"`);
  return `unnest(${arrays.join(', ')}) WITH ORDINALITY AS given(${names.join(', ')}, place)`;
}

function parameters<Row extends Identified>(
  table: IngestTable<Row>,
  rows: readonly Row[],
): (string | null)[][] {
  return table.columns.map((column) => rows.map((row) => column.of(row)));
}

function identityOf({ id, at }: Identified): string {
  return `${at} ${id}`;
}
