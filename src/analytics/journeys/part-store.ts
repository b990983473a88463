import { LRUCache } from 'lru-cache';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#platform';
import { FIRST_USERS_SLICE } from './actors.ts';
import { unpackPart } from './journey-part.ts';
import { dateOf } from './journey-store.ts';
import type { Part } from './journeys.ts';

/** One state of the database, whatever is committed meanwhile. */
export interface Snapshot {
  readonly client: PoolClient;
  readonly cache: PartCache;
}

/** What was read before, by number of the part: a part never changes, and its number is not used again. */
interface PartCache {
  readonly parts: LRUCache<number, Part>;
  /** Sections of properties, by number of the part and name. */
  readonly sections: LRUCache<string, Uint8Array>;
}

const caches = new WeakMap<Pool, PartCache>();
const PARTS_BYTES = 128 * 2 ** 20;
const SECTIONS_BYTES = 32 * 2 ** 20;
const ENTRY_BYTES = 500;

function cacheOf(pool: Pool): PartCache {
  const known = caches.get(pool);
  if (known !== undefined) return known;
  const cache: PartCache = {
    parts: new LRUCache({
      maxSize: PARTS_BYTES,
      sizeCalculation: ({ times, actors }) => 8 * times.length + 12 * actors.length + ENTRY_BYTES,
    }),
    sections: new LRUCache({
      maxSize: SECTIONS_BYTES,
      sizeCalculation: ({ length }) => length + ENTRY_BYTES,
    }),
  };
  caches.set(pool, cache);
  return cache;
}

export function inSnapshot<T>(pool: Pool, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    return work({ client, cache: cacheOf(pool) });
  });
}

export interface PartsWanted {
  readonly fromMs: number;
  readonly toMs: number;
  /** Whether known users are enough; all actors unless told. */
  readonly usersOnly?: boolean;
  /** Names of properties to read as well. */
  readonly properties?: readonly string[];
}

export interface PartOfDay extends Part {
  readonly dayMs: number;
  /** The sections of the names that were asked for; none where no event of the part has the property. */
  readonly sections: ReadonlyMap<string, Uint8Array>;
}

interface PartAddress {
  readonly slice: number;
  readonly day: string;
  readonly part: number;
}

/** The parts of the days of [from, to), a slice at a time, in the order of time; the next is fetched while one is used. */
export async function* readParts(snapshot: Snapshot, wanted: PartsWanted): AsyncGenerator<PartOfDay[]> {
  const { rows } = await snapshot.client.query<PartAddress>(
    `SELECT slice, day, part FROM analytics_journeys WHERE day >= $1 AND day <= $2 AND last_at >= $3
       AND (slice >= ${FIRST_USERS_SLICE} OR NOT $4) ORDER BY slice, day, part`,
    [dateOf(wanted.fromMs), dateOf(wanted.toMs - 1), new Date(wanted.fromMs), wanted.usersOnly ?? false],
  );
  const slices = [...Map.groupBy(rows, ({ slice }) => slice).values()];
  const fetchSlice = (place: number) => {
    const parts = slices[place];
    return parts === undefined ? undefined : partsOfSlice(snapshot, parts, wanted.properties ?? []);
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
  { client, cache }: Snapshot,
  wanted: readonly PartAddress[],
  names: readonly string[],
): Promise<PartOfDay[]> {
  const parts = await readColumn(client, wanted, {
    sql: 'events',
    known: (part) => cache.parts.get(part),
    keep(part, bytes) {
      const unpacked = unpackPart(bytes);
      cache.parts.set(part, unpacked);
      return unpacked;
    },
  });
  const sections = new Map<string, ReadonlyMap<number, Uint8Array>>();
  for (const name of names) sections.set(name, await readSections({ client, cache }, wanted, name));
  return wanted.map(({ day, part }) => ({
    ...of(parts, part),
    dayMs: Date.parse(day),
    sections: new Map(names.map((name) => [name, of(sections.get(name), part)])),
  }));
}

function readSections(
  { client, cache }: Snapshot,
  wanted: readonly PartAddress[],
  name: string,
): Promise<Map<number, Uint8Array>> {
  const place = (index: 0 | 1) => `(property_directory -> $4 ->> ${index})::integer`;
  return readColumn(client, wanted, {
    sql: `coalesce(substring(properties FROM ${place(0)} + 1 FOR ${place(1)}), '')`,
    values: [name],
    known: (part) => cache.sections.get(`${part} ${name}`),
    keep(part, bytes) {
      cache.sections.set(`${part} ${name}`, bytes);
      return bytes;
    },
  });
}

/** What some parts of one slice have in a column, by number of the part; what is not known is read. */
async function readColumn<Own>(
  client: PoolClient,
  wanted: readonly PartAddress[],
  column: {
    readonly sql: string;
    /** What `sql` refers to, from $4 on. */
    readonly values?: readonly unknown[];
    readonly known: (part: number) => Own | undefined;
    readonly keep: (part: number, bytes: Buffer) => Own;
  },
): Promise<Map<number, Own>> {
  const own = new Map<number, Own>();
  const missing = wanted.filter(({ part }) => {
    const known = column.known(part);
    if (known !== undefined) own.set(part, known);
    return known === undefined;
  });
  if (missing.length === 0) return own;
  const { rows } = await client.query<[number, Buffer]>({
    text: `SELECT part, ${column.sql} FROM analytics_journeys
      JOIN unnest($2::date[], $3::bigint[]) AS missing(day, part) USING (day, part) WHERE slice = $1`,
    values: [
      missing[0]?.slice,
      missing.map(({ day }) => day),
      missing.map(({ part }) => part),
      ...(column.values ?? []),
    ],
    rowMode: 'array',
  });
  for (const [part, bytes] of rows) own.set(part, column.keep(part, bytes));
  return own;
}

function of<Own>(column: ReadonlyMap<number, Own> | undefined, part: number): Own {
  const own = column?.get(part);
  if (own === undefined) throw new Error(`Part ${part} of the journeys went away within a snapshot.`);
  return own;
}

/** Every part with events from an instant on, those of an actor in the order they came. */
export async function readRecentParts(
  { client }: Snapshot,
  sinceMs: number,
): Promise<(Part & { dayMs: number })[]> {
  const { rows } = await client.query<[string, Buffer]>({
    text: `SELECT day, events FROM analytics_journeys WHERE day >= $1 AND last_at >= $2 ORDER BY slice, day, part`,
    values: [dateOf(sinceMs), new Date(sinceMs)],
    rowMode: 'array',
  });
  return rows.map(([day, events]) => ({ ...unpackPart(events), dayMs: Date.parse(day) }));
}
