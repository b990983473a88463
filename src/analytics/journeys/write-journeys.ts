import type { PoolClient } from 'pg';
import { NOBODY, sliceOf, strangerKey } from './actors.ts';
import { unpackPart } from './journey-part.ts';
import * as store from './journey-store.ts';
import { PartBuilder } from './part-builder.ts';
import { isInSignature, type PropertyValue, valueKey } from './part-properties.ts';
import { countSignatures, discountSignatures, type Signature } from './signatures.ts';

/** An event that joins the journeys. */
export interface JourneyEvent extends Signature {
  readonly userId: string | null;
  readonly sessionId: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
  /** JSON values by name. */
  readonly properties: Readonly<Record<string, unknown>>;
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
  for (const [place, event] of events.entries())
    packing.add(actorKey(event.userId, event.sessionId, keys), event, signatures[place] ?? 0);
  const parts = packing.parts();
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
  const merged = new PartBuilder(first.dayMs);
  for (const part of parts) merged.addPart(part);
  return merged.toPart(first.slice, level);
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
  const isGone = (actor: number) => gone.has(actor);
  if (countInto(counts, part, isGone) === 0) return part;
  const rest = new PartBuilder(part.dayMs);
  rest.addPart(part, (actor) => !isGone(actor));
  return rest.size === 0 ? undefined : rest.toPart(part.slice, part.level);
}

/** Forgets days before one. Returns the parts dropped. */
export async function dropDaysBefore(client: PoolClient, beforeMs: number): Promise<number> {
  const parts = await store.takeDaysBefore(client, beforeMs);
  const counts = new Map<number, number>();
  for (const part of parts) countInto(counts, part, () => true);
  await discountSignatures(client, counts);
  return parts.length;
}

/** Counts the signatures of what these actors did. Returns how many events that were. */
function countInto(
  counts: Map<number, number>,
  { events }: store.StoredPart,
  isCounted: (actor: number) => boolean,
): number {
  const { actors, lengths, signatures } = unpackPart(events);
  let counted = 0;
  let event = 0;
  for (const [run, actor] of actors.entries()) {
    const own = signatures.subarray(event, event + (lengths[run] as number));
    event += own.length;
    if (!isCounted(actor)) continue;
    counted += own.length;
    for (const key of own) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counted;
}

/** Sorts events into parts: one a slice and day. */
class Packing {
  readonly #parts = new Map<string, { slice: number; part: PartBuilder }>();
  readonly #valueKeys = new Map<PropertyValue, number>();

  add(actor: number, { at, properties }: JourneyEvent, signature: number): void {
    const part = this.#partOf(sliceOf(actor), at - (at % DAY_MS));
    part.begin(actor, 1);
    const place = part.push(at, signature);
    for (const [name, value] of Object.entries(properties))
      if (isPropertyValue(value) && !isInSignature(name, value))
        part.addProperty(name, this.#valueKey(value), place);
  }

  parts(): store.StoredPart[] {
    return [...this.#parts.values()].map(({ slice, part }) => part.toPart(slice, 0));
  }

  #partOf(slice: number, dayMs: number): PartBuilder {
    const name = `${slice} ${dayMs}`;
    let known = this.#parts.get(name);
    if (known === undefined) this.#parts.set(name, (known = { slice, part: new PartBuilder(dayMs) }));
    return known.part;
  }

  #valueKey(value: PropertyValue): number {
    const known = this.#valueKeys.get(value);
    if (known !== undefined) return known;
    const key = valueKey(value);
    this.#valueKeys.set(value, key);
    return key;
  }
}

const isPropertyValue = (value: unknown): value is PropertyValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
