import { ByteWriter, type ColumnSource, ParquetWriter } from 'hyparquet-writer';
import type { ExportedRow } from './export-store.ts';
import type { ColumnType } from './export-tables.ts';

type SchemaElement = ParquetWriter['schema'][number];

/** A row group is held in memory whole: it ends at whichever comes first. */
const GROUP_ROWS = 20_000;
const GROUP_CHARACTERS = 8 * 1024 * 1024;

/**
 * Rows as a Parquet file, piece by piece: one row group of at most 20,000 rows is in memory at a time. Timestamps are
 * UTC milliseconds, money is DECIMAL(18, 6), JSON is text.
 */
export async function* parquetOf(
  columns: Readonly<Record<string, ColumnType>>,
  source: AsyncIterable<readonly ExportedRow[]>,
): AsyncGenerator<Buffer> {
  const bytes = new ByteWriter();
  const entries = Object.entries(columns);
  const schema = [{ name: 'root', num_children: entries.length }, ...entries.map(elementOf)];
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'RichesReach' });
  const take = () => {
    const taken = Buffer.from(bytes.getBuffer());
    bytes.index = 0;
    return taken;
  };
  const group = async (rows: readonly ExportedRow[]) => {
    await writer.write({ columnData: columnsOf(entries, rows), rowGroupSize: GROUP_ROWS });
    return take();
  };
  let rows: ExportedRow[] = [];
  let characters = 0;
  for await (const some of source) {
    rows.push(...some);
    characters += charactersOf(some);
    if (rows.length < GROUP_ROWS && characters < GROUP_CHARACTERS) continue;
    yield await group(rows);
    rows = [];
    characters = 0;
  }
  if (rows.length > 0) yield await group(rows);
  await writer.finish();
  yield take();
}

const TYPES: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  number: { type: 'DOUBLE' },
  money: {
    type: 'INT64',
    converted_type: 'DECIMAL',
    logical_type: { type: 'DECIMAL', precision: 18, scale: 6 },
    precision: 18,
    scale: 6,
  },
  boolean: { type: 'BOOLEAN' },
};

function elementOf([name, type]: readonly [string, ColumnType]): SchemaElement {
  return { name, repetition_type: type === 'timestamp' ? 'REQUIRED' : 'OPTIONAL', ...TYPES[type] };
}

function columnsOf(
  columns: readonly (readonly [string, ColumnType])[],
  rows: readonly ExportedRow[],
): ColumnSource[] {
  return columns.map(([name, type], place) => ({
    name,
    data: rows.map((row) => {
      const value = row[place] ?? null;
      // A number would be taken for dollars; a bigint is the millionths themselves.
      return type === 'money' && typeof value === 'number' ? BigInt(value) : value;
    }),
  }));
}

function charactersOf(rows: readonly ExportedRow[]): number {
  let count = 0;
  for (const row of rows) for (const value of row) count += typeof value === 'string' ? value.length : 8;
  return count;
}
