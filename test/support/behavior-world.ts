import { createBus, createLogger, type Database } from '#platform';
import { type Activity, createActivity } from '../../src/analytics/activity/activity-worker.ts';
import { type Session, sessionsOf } from '../../src/analytics/activity/sessions.ts';
import { createIngest } from '../../src/analytics/ingest/ingest.ts';
import { type PlainEvent, randomFrom, toBehaviorItem, toEventItem } from './behavior-events.ts';
import { createTestDatabase } from './database.ts';

export type { PlainEvent };

export interface BehaviorWorld extends AsyncDisposable {
  readonly database: Database;
  readonly activity: Activity;
  readonly clock: { now(): number };
  readonly events: readonly PlainEvent[];
}

export const NOW = Date.UTC(2026, 3, 10, 12);
const DAY_MS = 86_400_000;
const PAGES = [
  '/',
  '/market',
  '/market/symbol',
  '/portfolio',
  'https://shop.example/pricing?from=ad',
  'help',
];
const TYPES = [
  ...Array.from({ length: 8 }, () => 'page_view'),
  'click',
  'user_login',
  'user_registration',
  'share',
  'like',
  'premium_upgrade',
  'heartbeat',
];
const LEVELS = ['beginner', 'intermediate', 'advanced', 'professional', 'guru'];

/** A database with a few thousand events of 90 users and some strangers, in bursts over 66 days, in no order. */
export async function createBehaviorWorld(count = 6_000): Promise<BehaviorWorld> {
  const clock = { now: () => NOW };
  const logger = createLogger({ logLevel: 'error' });
  const bus = createBus(logger);
  const database = await createTestDatabase();
  const ingest = createIngest({ database, clock, logger, bus, retentionDays: 90 });
  const activity = createActivity({ pool: database.pool, bus, logger });
  const facts = { nowMs: NOW, defaultMs: NOW, oldestMs: 0, sender: 't', idempotencyKey: undefined };
  const events = makeEvents(count);
  await ingest.events.record(events.filter(({ isBehavior }) => !isBehavior).map(toEventItem), facts);
  await ingest.behavior.record(events.filter(({ isBehavior }) => isBehavior).map(toBehaviorItem), facts);
  while ((await activity.catchUp()) > 0);
  return {
    database,
    activity,
    clock,
    events: events.toSorted((a, b) => a.at - b.at),
    async [Symbol.asyncDispose]() {
      await ingest[Symbol.asyncDispose]();
      await activity[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

function makeEvents(count: number): PlainEvent[] {
  const random = randomFrom(11);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  return Array.from({ length: count }, (_, index) => {
    const number = Math.floor(random() ** 2 * 90);
    const burst = Math.floor(random() * 88) * 18 * 3_600_000 + number * 61_000;
    const at = NOW - 66 * DAY_MS + burst + Math.floor(random() * 1_500) * 1_000 + (index % 1_000);
    const user = random() < 0.92 ? `user-${number}` : undefined;
    const type = pick(TYPES) ?? 'click';
    const initiated = random() > 0.05;
    return {
      id: `e${index}`,
      at: Math.min(at, NOW - count + index),
      user,
      actor: user ?? `~visit-${number}`,
      type,
      page: type === 'page_view' || random() < 0.3 ? pick(PAGES) : undefined,
      feature: random() < 0.4 ? pick(['charts', 'advisor', 'news']) : undefined,
      level: number % 3 === 0 && random() < 0.2 ? pick(LEVELS) : undefined,
      initiated,
      isBehavior: index % 4 === 0 && user !== undefined && initiated,
    };
  });
}

/** Every session with the events in it, from the events alone. */
export function sessionsIn(
  events: readonly PlainEvent[],
): (Session & { actor: string; own: PlainEvent[] })[] {
  const initiated = events.filter((event) => event.initiated);
  return [...Map.groupBy(initiated, ({ actor }) => actor)].flatMap(([actor, all]) =>
    sessionsOf(
      all.map(({ at, type }) => ({ at, isPageView: type === 'page_view', isInteraction: type === 'click' })),
    ).map((session) => ({
      ...session,
      actor,
      own: all.filter(({ at }) => at >= session.start && at <= session.last),
    })),
  );
}
