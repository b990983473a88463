import type { PoolClient } from 'pg';
import { NOBODY, sliceOf, strangerKey } from './actors.ts';
import { packPart, unpackPart } from './journey-part.ts';
import * as store from './journey-store.ts';
import { type Journey, Journeys } from './journeys.ts';
import { countSignatures, discountSignatures, type Signature } from './signatures.ts';

/** An event that joins the journeys. */
export interface JourneyEvent extends Signature {
  readonly userId: string | null;
  readonly sessionId: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

const PARTS_A_LEVEL = 16;
const DAY_MS = 86_400_000;

/** Adds events, in the order of their arrival, to the journeys; `keys` are those of the events' users. */
export async function appendJourneys(
  client: PoolClient,
  events: readonly JourneyEvent[],
  keys: ReadonlyMap<string, number>,
): Promise<void> {
  const signatures = await countSignatures(client, events);
  const packing = new Packing();
  for (const [place, { userId, sessionId, at }] of events.entries())
    packing.add(actorKey(userId, sessionId, keys), at, signatures[place] ?? 0);
  const parts = packing.parts(0);
  await store.insertParts(client, parts);
  await mergeLevels(client, parts);
}

function actorKey(
  userId: string | null,
  sessionId: string | null,
  keys: ReadonlyMap<string, number>,
): number {
  if (userId !== null) return keys.get(userId) ?? NOBODY;
  return sessionId === null ? NOBODY : strangerKey(sessionId);
}

/** As many parts as fill a level become one of the next: an event is rewritten once a level, and a day has few parts. */
async function mergeLevels(
  client: PoolClient,
  touched: readonly Pick<store.StoredPart, 'slice' | 'dayMs'>[],
): Promise<void> {
  const crowded = await store.crowdedLevels(client, touched, PARTS_A_LEVEL);
  if (crowded.length === 0) return;
  const merged: store.StoredPart[] = [];
  for (const level of crowded) merged.push(merge(await store.takeParts(client, level), level.level + 1));
  await store.insertParts(client, merged);
  await mergeLevels(client, merged);
}

/** Days before one get one part a slice. Returns how many slices and days that were. */
export async function settleJourneys(client: PoolClient, beforeMs: number): Promise<number> {
  const scattered = await store.scatteredDays(client, beforeMs);
  for (const day of scattered) {
    const parts = await store.takeParts(client, day);
    await store.insertParts(client, [merge(parts, Math.max(...parts.map(({ level }) => level)))]);
  }
  return scattered.length;
}

function merge(parts: readonly store.StoredPart[], level: number): store.StoredPart {
  const [first] = parts;
  if (first === undefined) throw new RangeError('There is no part to merge.');
  const journeys = new Journeys();
  for (const { events, dayMs } of parts) journeys.add(unpackPart(events), dayMs);
  const lastMs = Math.max(...parts.map((part) => part.lastMs));
  return { ...first, level, lastMs, events: packPart(journeys, first.dayMs) };
}

/** Takes users, by key, and sessions of unknown visitors out of the journeys. */
export async function dropActors(
  client: PoolClient,
  users: readonly number[],
  sessionIds: readonly string[],
): Promise<void> {
  const gone = new Set([...users, ...sessionIds.map(strangerKey)]);
  const counts = new Map<number, number>();
  for (const slice of new Set([...gone].map(sliceOf))) {
    const parts = await store.takeSlice(client, slice);
    await store.insertParts(
      client,
      parts.flatMap((part) => without(part, gone, counts) ?? []),
    );
  }
  await discountSignatures(client, counts);
}

/** The part without these actors, whose signatures are counted; undefined where nobody else is in it. */
function without(
  part: store.StoredPart,
  gone: ReadonlySet<number>,
  counts: Map<number, number>,
): store.StoredPart | undefined {
  const journeys = new Journeys();
  journeys.add(unpackPart(part.events), part.dayMs);
  const rest = new Journeys();
  for (const journey of journeys) {
    if (gone.has(journey.actor)) countInto(counts, journey);
    else {
      const { actor, from, to, times, signatures } = journey;
      rest.begin(actor, to - from);
      for (let place = from; place < to; place += 1)
        rest.push(times[place] as number, signatures[place] as number);
    }
  }
  if (rest.size === journeys.size) return part;
  return rest.size === 0 ? undefined : { ...part, events: packPart(rest, part.dayMs) };
}

/** Forgets days before one. Returns the parts dropped. */
export async function dropDaysBefore(client: PoolClient, beforeMs: number): Promise<number> {
  const parts = await store.takeDaysBefore(client, beforeMs);
  const counts = new Map<number, number>();
  for (const { events, dayMs } of parts) {
    const journeys = new Journeys();
    journeys.add(unpackPart(events), dayMs);
    for (const journey of journeys) countInto(counts, journey);
  }
  await discountSignatures(client, counts);
  return parts.length;
}

function countInto(counts: Map<number, number>, { from, to, signatures }: Journey): void {
  for (let place = from; place < to; place += 1) {
    const key = signatures[place] as number;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}

/** Sorts events into parts: one a slice and day. */
class Packing {
  readonly #parts = new Map<string, { slice: number; dayMs: number; lastMs: number; journeys: Journeys }>();

  add(actor: number, at: number, signature: number): void {
    const slice = sliceOf(actor);
    const dayMs = at - (at % DAY_MS);
    const name = `${slice} ${dayMs}`;
    let part = this.#parts.get(name);
    if (part === undefined)
      this.#parts.set(name, (part = { slice, dayMs, lastMs: at, journeys: new Journeys() }));
    part.lastMs = Math.max(part.lastMs, at);
    part.journeys.begin(actor, 1);
    part.journeys.push(at, signature);
  }

  parts(level: number): store.StoredPart[] {
    return [...this.#parts.values()].map(({ journeys, ...part }) => ({
      ...part,
      level,
      events: packPart(journeys, part.dayMs),
    }));
  }
}
