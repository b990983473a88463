import type { BehaviorItem, EventItem, MetricItem } from '#contracts/ingest';
import type { CheckedItems, FieldError } from '#platform';
import { idOfRetry, timeOfUuidV7, uuidV7 } from './identity.ts';
import { isStorableText, jsonText, UnstorableJson } from './json-text.ts';
import { amountOf } from './money.ts';
import type { BehaviorRow, EventRow, Identified, MetricRow } from './rows.ts';

/** What a request knows beside its items. */
export interface RequestFacts {
  readonly nowMs: number;
  /** The time of items without one: that of the first try, where the request has an `Idempotency-Key`. */
  readonly defaultMs: number;
  /** Items before this would be dropped by the next clean-up. */
  readonly oldestMs: number;
  readonly sender: string;
  readonly idempotencyKey: string | undefined;
  readonly simulated?: boolean;
}

export interface Prepared<Row> {
  readonly rows: Row[];
  /** Place of each row's item in the request. */
  readonly indexes: number[];
  readonly errors: FieldError[];
}

const FUTURE_MS = 10 * 60_000;

class ItemMistake extends Error {
  readonly pointer: string;
  constructor(pointer: string, message: string) {
    super(message);
    this.pointer = pointer;
  }
}

/** Makes rows of checked items; an item that cannot be stored joins the errors and the rest go on. */
export function prepare<Item, Row>(
  items: CheckedItems<Item>,
  facts: RequestFacts,
  toRow: (item: Item, index: number, facts: RequestFacts) => Row,
): Prepared<Row> {
  const prepared: Prepared<Row> = { rows: [], indexes: [], errors: [...items.errors] };
  for (const { index, value } of items.valid) {
    try {
      prepared.rows.push(toRow(value, index, facts));
      prepared.indexes.push(index);
    } catch (error) {
      if (!(error instanceof ItemMistake || error instanceof UnstorableJson)) throw error;
      prepared.errors.push({ index, pointer: error.pointer, message: error.message });
    }
  }
  return prepared;
}

export function toEventRow(item: EventItem, index: number, facts: RequestFacts): EventRow {
  const amount = amountOf(item.event_type, item.properties);
  if (amount !== undefined && 'message' in amount) throw new ItemMistake(amount.pointer, amount.message);
  const { id, at } = identify(item.event_id, '/event_id', item.timestamp, index, facts);
  return {
    id,
    at,
    eventType: item.event_type,
    userId: text(item.user_id, '/user_id'),
    sessionId: text(item.session_id, '/session_id'),
    amountMicros: amount?.micros ?? null,
    properties: jsonText(item.properties, '/properties'),
    context: jsonText(item.context, '/context'),
    simulated: facts.simulated ?? false,
  };
}

export function toBehaviorRow(item: BehaviorItem, index: number, facts: RequestFacts): BehaviorRow {
  const { id, at } = identify(item.event_id, '/event_id', item.timestamp, index, facts);
  return {
    id,
    at,
    eventType: item.event_type,
    userId: text(item.user_id, '/user_id') ?? '',
    sessionId: text(item.session_id, '/session_id') ?? '',
    page: text(item.page, '/page'),
    action: text(item.action, '/action'),
    duration: item.duration ?? null,
    properties: jsonText(item.properties, '/properties'),
    simulated: facts.simulated ?? false,
  };
}

export function toMetricRow(item: MetricItem, index: number, facts: RequestFacts): MetricRow {
  const { id, at } = identify(item.metric_id, '/metric_id', item.timestamp, index, facts);
  return {
    id,
    at,
    name: item.name,
    value: item.value,
    metricType: item.metric_type ?? 'gauge',
    labels: jsonText(item.labels, '/labels'),
    metadata: item.metadata === undefined ? null : jsonText(item.metadata, '/metadata'),
    simulated: facts.simulated ?? false,
  };
}

/** An item's identity is its id and its time, so each must be the same when the item is sent again. */
function identify(
  given: string | undefined,
  pointer: string,
  timestamp: string | undefined,
  index: number,
  facts: RequestFacts,
): Identified {
  const at = timestamp === undefined ? undefined : instant(timestamp, facts);
  if (given === undefined) {
    const time = at ?? facts.defaultMs;
    const { idempotencyKey: key, sender } = facts;
    return { id: key === undefined ? uuidV7(time) : idOfRetry(time, sender, key, index), at: time };
  }
  if (!isStorableText(given)) throw new ItemMistake(pointer, 'must be well-formed text without NUL');
  if (at !== undefined) return { id: given, at };
  const inside = timeOfUuidV7(given);
  if (inside !== undefined) return { id: given, at: within(inside, pointer, facts) };
  throw new ItemMistake(
    '/timestamp',
    `is required beside ${pointer.slice(1)}: both together are the identity. Only a UUIDv7 holds its own time`,
  );
}

function instant(timestamp: string, facts: RequestFacts): number {
  const at = Date.parse(timestamp);
  if (Number.isNaN(at)) throw new ItemMistake('/timestamp', 'is not an instant that exists');
  return within(at, '/timestamp', facts);
}

function within(at: number, pointer: string, { nowMs, oldestMs }: RequestFacts): number {
  if (at > nowMs + FUTURE_MS)
    throw new ItemMistake(pointer, 'lies more than ten minutes in the future; check the sender’s clock');
  if (at < oldestMs)
    throw new ItemMistake(
      pointer,
      `lies before ${new Date(oldestMs).toISOString()}, from when on rows are kept; nothing older is taken`,
    );
  return at;
}

function text(value: string | undefined, pointer: string): string | null {
  if (value === undefined) return null;
  if (!isStorableText(value)) throw new ItemMistake(pointer, 'must be well-formed text without NUL');
  return value;
}
