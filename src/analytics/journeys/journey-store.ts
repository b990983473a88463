import type { PoolClient } from 'pg';
import type { PackedProperties } from './part-properties.ts';

/** What some actors of a slice did on one UTC day, packed. */
export interface StoredPart {
  readonly slice: number;
  /** Where the day begins, epoch milliseconds. */
  readonly dayMs: number;
  /** The time of the newest event, epoch milliseconds. */
  readonly lastMs: number;
  readonly level: number;
  readonly events: Uint8Array;
  readonly properties: PackedProperties;
}

export async function insertParts(client: PoolClient, parts: readonly StoredPart[]): Promise<void> {
  if (parts.length === 0) return;
  await client.query(
    `INSERT INTO analytics_journeys (slice, day, level, last_at, events, property_directory, properties)
     SELECT * FROM unnest($1::integer[], $2::date[], $3::smallint[], $4::timestamptz[], $5::bytea[], $6::jsonb[], $7::bytea[])`,
    [
      parts.map(({ slice }) => slice),
      parts.map(({ dayMs }) => dateOf(dayMs)),
      parts.map(({ level }) => level),
      parts.map(({ lastMs }) => new Date(lastMs)),
      parts.map(({ events }) => events),
      parts.map(({ properties }) => properties.directory),
      parts.map(({ properties }) => properties.sections),
    ],
  );
}

/** Slices and days of which a level holds at least `least` parts, of these slices and days. */
export async function crowdedLevels(
  client: PoolClient,
  touched: readonly Pick<StoredPart, 'slice' | 'dayMs'>[],
  least: number,
): Promise<Pick<StoredPart, 'slice' | 'dayMs' | 'level'>[]> {
  const { rows } = await client.query<{ slice: number; day: string; level: number }>(
    `SELECT slice, day, level FROM analytics_journeys
     JOIN unnest($1::integer[], $2::date[]) AS touched(slice, day) USING (slice, day)
     GROUP BY slice, day, level HAVING count(*) >= $3`,
    [touched.map(({ slice }) => slice), touched.map(({ dayMs }) => dateOf(dayMs)), least],
  );
  return rows.map(({ slice, day, level }) => ({ slice, dayMs: Date.parse(day), level }));
}

/** Days before one that have a slice in several parts. */
export async function scatteredDays(
  client: PoolClient,
  beforeMs: number,
): Promise<Pick<StoredPart, 'slice' | 'dayMs'>[]> {
  const { rows } = await client.query<{ slice: number; day: string }>(
    `SELECT slice, day FROM analytics_journeys WHERE day < $1 GROUP BY slice, day HAVING count(*) > 1`,
    [dateOf(beforeMs)],
  );
  return rows.map(({ slice, day }) => ({ slice, dayMs: Date.parse(day) }));
}

/** Takes parts away, those of a slice and day in the order they came; of one level only where it is told. */
export function takeParts(
  client: PoolClient,
  { slice, dayMs, level }: { readonly slice: number; readonly dayMs: number; readonly level?: number },
): Promise<StoredPart[]> {
  return take(client, 'slice = $1 AND day = $2 AND level = coalesce($3, level)', [
    slice,
    dateOf(dayMs),
    level ?? null,
  ]);
}

export function takeSlice(client: PoolClient, slice: number): Promise<StoredPart[]> {
  return take(client, 'slice = $1', [slice]);
}

export function takeDaysBefore(client: PoolClient, beforeMs: number): Promise<StoredPart[]> {
  return take(client, 'day < $1', [dateOf(beforeMs)]);
}

async function take(client: PoolClient, where: string, values: unknown[]): Promise<StoredPart[]> {
  const { rows } = await client.query<
    [number, number, number, number, Buffer, PackedProperties['directory'], Buffer]
  >({
    text: `WITH taken AS (DELETE FROM analytics_journeys WHERE ${where} RETURNING *)
      SELECT slice, (extract(epoch FROM day) * 1000)::bigint, (extract(epoch FROM last_at) * 1000)::bigint, level, events,
        property_directory, properties
      FROM taken ORDER BY slice, day, part`,
    values,
    rowMode: 'array',
  });
  return rows.map(([slice, dayMs, lastMs, level, events, directory, sections]) => ({
    slice,
    dayMs,
    lastMs,
    level,
    events,
    properties: { directory, sections },
  }));
}

/** The UTC day of an instant. */
export const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Takes one day off the backlog of days without journeys; undefined where there is none. */
export async function takeBacklogDay(
  client: PoolClient,
): Promise<{ dayMs: number; beforeId: number } | undefined> {
  const { rows } = await client.query<{ day: string; before_id: number }>(
    `DELETE FROM analytics_journey_backlog WHERE day = (SELECT max(day) FROM analytics_journey_backlog)
     RETURNING day, before_id`,
  );
  const [row] = rows;
  return row && { dayMs: Date.parse(row.day), beforeId: row.before_id };
}
