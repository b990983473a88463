import { createBus, createLogger, type Database } from '#platform';
import { type Activity, createActivity } from '../../src/analytics/activity/activity-worker.ts';
import { createIngest } from '../../src/analytics/ingest/ingest.ts';
import { makeVisits, type PlainEvent, randomFrom, toBehaviorItem, toEventItem } from './behavior-events.ts';
import { createTestDatabase } from './database.ts';

const NOW = Date.UTC(2026, 3, 10, 12);
const FIRST = Date.UTC(2026, 1, 20);
const DAYS = 49;
const HOUR_MS = 3_600_000;
const BATCH = 6_000;
const TWINS = 1_500;
/** Active for 60 hours without a pause, over either end of the period from 2 March to 6 April. */
export const MARATHONS = ['user-marathon', '~visit-marathon'];
const MARATHON_STARTS = [Date.UTC(2026, 2, 1, 4), Date.UTC(2026, 3, 5, 4)];

/** A database whose events came as they do come: in many batches, some hours or weeks late, some twice. */
export interface LateWorld extends AsyncDisposable {
  readonly database: Database;
  readonly activity: Activity;
  readonly clock: { now(): number };
  /** What was sent, in order of time; events of one moment in the order of their arrival. */
  readonly events: () => PlainEvent[];
  /** Events sent once more. */
  readonly repeated: number;
  /** What the answers to these said: stored already. */
  readonly duplicates: number;
  /** Stores the last batch, which nothing has been derived from yet. */
  readonly sendLast: () => Promise<void>;
}

export async function createLateWorld(count: number): Promise<LateWorld> {
  const clock = { now: () => NOW };
  const logger = createLogger({ logLevel: 'error' });
  const bus = createBus(logger);
  const database = await createTestDatabase();
  const ingest = createIngest({ database, clock, logger, bus, retentionDays: 90 });
  const activity = createActivity({ pool: database.pool, bus, logger });
  const facts = { nowMs: NOW, defaultMs: NOW, oldestMs: 0, sender: 't', idempotencyKey: undefined };
  const marathons = MARATHONS.flatMap((actor, place) => marathon(actor, MARATHON_STARTS[place] ?? 0));
  const asked = { events: count - marathons.length - TWINS, users: 1_500, from: FIRST, days: DAYS };
  const visits = [...makeVisits(asked)];
  const { batches, repeated } = batchesOf([...visits, ...twinsOf(visits), ...marathons]);
  const last = batches.pop() ?? [];
  let duplicates = 0;
  const arrived = new Set<PlainEvent>();

  async function send(batch: readonly PlainEvent[]): Promise<void> {
    const events = batch.filter(({ isBehavior }) => !isBehavior);
    const behavior = batch.filter(({ isBehavior }) => isBehavior);
    for (const event of [...events, ...behavior]) arrived.add(event);
    const answers = [
      await ingest.events.record(events.map(toEventItem), facts),
      await ingest.behavior.record(behavior.map(toBehaviorItem), facts),
    ];
    for (const answer of answers) duplicates += answer.duplicates;
  }

  for (const [place, batch] of batches.entries()) {
    await send(batch);
    if (place % 3 === 0) while ((await activity.catchUp()) > 0);
  }
  return {
    database,
    activity,
    clock,
    repeated,
    get duplicates() {
      return duplicates;
    },
    events: () => [...arrived].sort((a, b) => a.at - b.at),
    sendLast: () => send(last),
    async [Symbol.asyncDispose]() {
      await ingest[Symbol.asyncDispose]();
      await activity[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

function marathon(actor: string, start: number): PlainEvent[] {
  const random = randomFrom(start % 1_000_003);
  const events: PlainEvent[] = [];
  for (let at = start; at < start + 60 * HOUR_MS; at += Math.floor((2 + 25 * random()) * 60_000)) {
    const isView = random() < 0.6;
    events.push({
      id: `${actor} ${events.length}`,
      at,
      user: actor.startsWith('~') ? undefined : actor,
      actor,
      type: isView ? 'page_view' : 'click',
      page: isView ? ['/', '/market', '/help'][Math.floor(3 * random())] : undefined,
      feature: isView ? undefined : 'charts',
      level: undefined,
      initiated: true,
      isBehavior: !actor.startsWith('~') && random() < 0.5,
    });
  }
  return events;
}

/** Some known users' events once more in the same millisecond as something else, in the other table. */
function twinsOf(events: readonly PlainEvent[]): PlainEvent[] {
  const known = events.filter(({ user, initiated }) => user !== undefined && initiated);
  return known.slice(0, TWINS * 50).flatMap((event, place) =>
    place % 50 === 0
      ? {
          ...event,
          id: `${event.id} twin`,
          type: event.type === 'page_view' ? 'click' : 'page_view',
          page: event.page ?? '/help',
          isBehavior: !event.isBehavior,
        }
      : [],
  );
}

/** Events by when they arrive; after the first batch each holds some that were sent before. */
function batchesOf(events: readonly PlainEvent[]): { batches: PlainEvent[][]; repeated: number } {
  const random = randomFrom(17);
  const lateness = ({ actor }: PlainEvent) => {
    const chance = random();
    if (chance < 0.8) return random() * 300_000;
    return random() * (chance < 0.95 || MARATHONS.includes(actor) ? 6 : 30 * 24) * HOUR_MS;
  };
  const arriving = events
    .map((event) => ({ event, arrival: event.at + lateness(event) }))
    .sort((a, b) => a.arrival - b.arrival)
    .map(({ event }) => event);
  let repeated = 0;
  const batches: PlainEvent[][] = [];
  for (let start = 0; start < arriving.length; start += BATCH) {
    const sent = Math.min(start + BATCH, arriving.length);
    const again = Array.from({ length: 60 }, () => arriving[Math.floor(random() * sent)]).filter(
      (event) => event !== undefined,
    );
    batches.push([...arriving.slice(start, sent), ...new Set(again)]);
    repeated += new Set(again).size;
  }
  return { batches, repeated };
}
