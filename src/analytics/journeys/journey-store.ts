import { LRUCache } from 'lru-cache';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#platform';
import { FIRST_USERS_SLICE } from './actors.ts';
import { unpackPart } from './journey-part.ts';
import type { Part } from './journeys.ts';

/** What some actors of a slice did on one UTC day, packed. */
export interface StoredPart {
  readonly slice: number;
  /** Where the day begins, epoch milliseconds. */
  readonly dayMs: number;
  /** The time of the newest event, epoch milliseconds. */
  readonly lastMs: number;
  readonly level: number;
  readonly events: Uint8Array;
}

export async function insertParts(client: PoolClient, parts: readonly StoredPart[]): Promise<void> {
  if (parts.length === 0) return;
  await client.query(
    `INSERT INTO analytics_journeys (slice, day, level, last_at, events)
     SELECT * FROM unnest($1::integer[], $2::date[], $3::smallint[], $4::timestamptz[], $5::bytea[])`,
    [
      parts.map(({ slice }) => slice),
      parts.map(({ dayMs }) => dateOf(dayMs)),
      parts.map(({ level }) => level),
      parts.map(({ lastMs }) => new Date(lastMs)),
      parts.map(({ events }) => events),
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
  return partsOf(
    client,
    `WITH taken AS (DELETE FROM analytics_journeys WHERE ${where} RETURNING *)
     SELECT ${PART} FROM taken ORDER BY slice, day, part`,
    values,
  );
}

/** One state of the database, whatever is committed meanwhile. */
export interface Snapshot {
  readonly client: PoolClient;
  /** Parts read before, by number: a part never changes, and its number is not used again. */
  readonly parts: LRUCache<number, Part>;
}

const caches = new WeakMap<Pool, Snapshot['parts']>();
const CACHE_BYTES = 128 * 2 ** 20;

function cacheOf(pool: Pool): Snapshot['parts'] {
  const known = caches.get(pool);
  if (known !== undefined) return known;
  const cache: Snapshot['parts'] = new LRUCache({
    maxSize: CACHE_BYTES,
    sizeCalculation: ({ times, actors }) => 8 * times.length + 12 * actors.length + 500,
  });
  caches.set(pool, cache);
  return cache;
}

export function inSnapshot<T>(pool: Pool, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    return work({ client, parts: cacheOf(pool) });
  });
}

export interface PartsWanted {
  readonly fromMs: number;
  readonly toMs: number;
  /** Whether known users are enough; all actors unless told. */
  readonly usersOnly?: boolean;
}

export interface PartOfDay extends Part {
  readonly dayMs: number;
}

/** The parts of the days of [from, to), a slice at a time, in the order of time; the next is fetched while one is used. */
export async function* readParts(snapshot: Snapshot, wanted: PartsWanted): AsyncGenerator<PartOfDay[]> {
  const { rows } = await snapshot.client.query<{ slice: number; day: string; part: number }>(
    `SELECT slice, day, part FROM analytics_journeys WHERE day >= $1 AND day <= $2 AND last_at >= $3
       AND (slice >= ${FIRST_USERS_SLICE} OR NOT $4) ORDER BY slice, day, part`,
    [dateOf(wanted.fromMs), dateOf(wanted.toMs - 1), new Date(wanted.fromMs), wanted.usersOnly ?? false],
  );
  const slices = [...Map.groupBy(rows, ({ slice }) => slice)];
  const fetchSlice = (place: number) => {
    const [slice, parts] = slices[place] ?? [];
    return slice === undefined || parts === undefined ? undefined : partsOfSlice(snapshot, slice, parts);
  };
  let next = fetchSlice(0);
  for (let place = 0; next !== undefined; place += 1) {
    const parts = await next;
    next = fetchSlice(place + 1);
    // Whoever stops early leaves a promise behind that nobody waits for.
    next?.catch(() => undefined);
    yield parts;
  }
}

async function partsOfSlice(
  { client, parts: cache }: Snapshot,
  slice: number,
  wanted: readonly { readonly day: string; readonly part: number }[],
): Promise<PartOfDay[]> {
  const known = new Map(wanted.map(({ part }) => [part, cache.get(part)]));
  const missing = wanted.filter(({ part }) => known.get(part) === undefined);
  if (missing.length > 0) {
    const { rows } = await client.query<[number, Buffer]>({
      text: `SELECT part, events FROM analytics_journeys JOIN unnest($2::date[], $3::bigint[]) AS missing(day, part) USING (day, part)
        WHERE slice = $1`,
      values: [slice, missing.map(({ day }) => day), missing.map(({ part }) => part)],
      rowMode: 'array',
    });
    for (const [part, bytes] of rows) {
      const unpacked = unpackPart(bytes);
      known.set(part, unpacked);
      cache.set(part, unpacked);
    }
  }
  return wanted.map(({ day, part }) => {
    const own = known.get(part);
    if (own === undefined) throw new Error(`Part ${part} of the journeys went away within a snapshot.`);
    return { ...own, dayMs: Date.parse(day) };
  });
}

/** Every part with events from an instant on, those of an actor in the order they came. */
export function readRecentParts({ client }: Snapshot, sinceMs: number): Promise<StoredPart[]> {
  return partsOf(
    client,
    `SELECT ${PART} FROM analytics_journeys WHERE day >= $1 AND last_at >= $2 ORDER BY slice, day, part`,
    [dateOf(sinceMs), new Date(sinceMs)],
  );
}

const PART = `slice, (extract(epoch FROM day) * 1000)::bigint, (extract(epoch FROM last_at) * 1000)::bigint, level, events`;

async function partsOf(client: PoolClient, text: string, values: unknown[]): Promise<StoredPart[]> {
  const { rows } = await client.query<[number, number, number, number, Buffer]>({
    text,
    values,
    rowMode: 'array',
  });
  return rows.map(([slice, dayMs, lastMs, level, events]) => ({ slice, dayMs, lastMs, level, events }));
}

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

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
