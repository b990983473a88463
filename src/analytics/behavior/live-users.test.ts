import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBus, createLogger } from '#platform';
import { randomFrom } from '../../../test/support/behavior-events.ts';
import { createTestDatabase } from '../../../test/support/database.ts';
import { createActivity } from '../activity/activity-worker.ts';
import { sessionsOf } from '../activity/sessions.ts';
import { createIngest } from '../ingest/ingest.ts';
import { listLiveUsers, readLiveUsers } from './live-users.ts';

const MINUTE_MS = 60_000;
/** Ten seconds past a minute, shortly after midnight, so that half an hour touches two days. */
const NOW = Date.UTC(2026, 3, 10, 0, 12, 10);

interface Plain {
  readonly at: number;
  readonly user: string | undefined;
  readonly session: string | undefined;
  readonly type: string;
  readonly page: string | undefined;
  readonly initiated: boolean;
  readonly isBehavior: boolean;
}

/** From 50 minutes ago to 10 minutes ahead, no two at one time, and some right at the edges of window and minutes. */
function makeEvents(count: number): Plain[] {
  const random = randomFrom(5);
  const edges = [0, 1, -5 * MINUTE_MS, 1 - 5 * MINUTE_MS, -10_000, -10_001, -29 * MINUTE_MS - 10_000];
  return Array.from({ length: count }, (_, index) => {
    const edge = edges[index];
    // Somebody of their own for each edge, so that it decides whether they count.
    const number = edge === undefined ? Math.floor(random() ** 2 * 60) : 100 + index;
    const isKnown = random() < 0.7 || edge !== undefined;
    const isNobody = !isKnown && random() < 0.2;
    const isBehavior = isKnown && random() < 0.3;
    const type = random() < 0.6 ? 'page_view' : 'click';
    const spread = Math.floor((random() * 60 - 50) * MINUTE_MS);
    return {
      at: NOW + (edge ?? spread - (spread % count) + index),
      user: isKnown ? `user-${number}` : undefined,
      session: isNobody ? undefined : `visit-${number}`,
      type,
      page: random() < 0.8 ? `/page/${Math.floor(random() ** 2 * 14)}` : undefined,
      initiated: isBehavior || edge !== undefined || random() > 0.1,
      isBehavior,
    };
  });
}

const EVENTS = makeEvents(900);

async function createLiveWorld() {
  const clock = { nowMs: NOW, now: () => clock.nowMs };
  const logger = createLogger({ logLevel: 'error' });
  const bus = createBus(logger);
  const database = await createTestDatabase();
  const ingest = createIngest({ database, clock, logger, bus, retentionDays: 90 });
  const activity = createActivity({ pool: database.pool, bus, logger });
  const facts = { nowMs: NOW, defaultMs: NOW, oldestMs: 0, sender: 't', idempotencyKey: undefined };
  return {
    clock,
    read: () => readLiveUsers({ pool: database.pool, clock, activity }),
    list: () => listLiveUsers({ pool: database.pool, clock, activity }),
    async record(events: readonly Plain[], simulated = false) {
      const own = { ...facts, simulated };
      const items = events.map((event) => ({
        timestamp: new Date(event.at).toISOString(),
        event_id: `${event.at}`,
        event_type: event.type,
        ...(event.user === undefined ? {} : { user_id: event.user }),
        ...(event.session === undefined ? {} : { session_id: event.session }),
        properties: event.page === undefined ? {} : { page: event.page },
        ...(event.initiated ? {} : { context: { user_initiated: false } }),
      }));
      const behavior = items.filter((_, index) => events[index]?.isBehavior);
      const plain = items.filter((_, index) => !events[index]?.isBehavior);
      if (behavior.length > 0) await ingest.behavior.record(behavior, own);
      if (plain.length > 0) await ingest.events.record(plain, own);
    },
    async [Symbol.asyncDispose]() {
      await ingest[Symbol.asyncDispose]();
      await activity[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

let world: Awaited<ReturnType<typeof createLiveWorld>>;
beforeAll(async () => {
  world = await createLiveWorld();
  // Forty rounds, so that journeys have merged parts as well as fresh ones.
  for (let round = 0; round < 40; round += 1) {
    await world.record(EVENTS.filter((_, index) => (index * 7) % 40 === round));
    await world.read();
  }
});
afterAll(() => world[Symbol.asyncDispose]());

const actorOf = ({ user, session }: Plain) => user ?? `~${session}`;

function recount(nowMs: number) {
  const caused = EVENTS.filter(
    ({ at, user, session, initiated }) =>
      at <= nowMs && initiated && (user !== undefined || session !== undefined),
  ).toSorted((a, b) => a.at - b.at);
  const actorsIn = (from: number, to: number) =>
    new Set(caused.filter(({ at }) => at >= from && at < to).map(actorOf));
  const live = actorsIn(nowMs - 5 * MINUTE_MS + 1, nowMs + 1);
  const firstMinute = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - 29 * MINUTE_MS;
  const pages = new Map<string, number>();
  for (const actor of live) {
    const page = caused.findLast(
      (event) =>
        event.type === 'page_view' &&
        event.page !== undefined &&
        event.at >= firstMinute &&
        actorOf(event) === actor,
    )?.page;
    if (page !== undefined) pages.set(page, (pages.get(page) ?? 0) + 1);
  }
  const newest = caused.at(-1);
  return {
    actors: live.size,
    users: [...live].filter((actor) => !actor.startsWith('~')).length,
    visitors: [...live].filter((actor) => actor.startsWith('~')).length,
    window_seconds: 300,
    last_seen: newest === undefined ? null : new Date(newest.at).toISOString(),
    by_minute: Array.from({ length: 30 }, (_, minute) => {
      const start = firstMinute + minute * MINUTE_MS;
      return { minute: new Date(start).toISOString(), actors: actorsIn(start, start + MINUTE_MS).size };
    }),
    pages: [...pages]
      .map(([page, actors]) => ({ page, actors }))
      .sort((a, b) => b.actors - a.actors || (a.page < b.page ? -1 : 1))
      .slice(0, 10),
  };
}

it.each([0, 1, -1, 60_000, -10_000, -10_001, 300_000, 1_234_567, 1_799_999, 1_800_000])(
  'equals a naive recount %d ms later, across midnight and at the edges',
  async (later) => {
    world.clock.nowMs = NOW + later;
    const { live, meta } = await world.read();
    expect(live).toEqual(recount(NOW + later));
    expect(meta).toMatchObject({ stale: false, simulated: false });
    if (later === 0)
      expect([live.users > 20, live.visitors > 5, live.pages.length]).toEqual([true, true, 10]);
  },
);

it('names live users with their page and session, the newest first', async () => {
  world.clock.nowMs = NOW;
  const { users, count } = await world.list();
  const caused = EVENTS.filter(({ at, user, initiated }) => at <= NOW && initiated && user !== undefined);
  const expected = [...Map.groupBy(caused, actorOf)]
    .map(([user_id, own]) => {
      const newest = own.toSorted((a, b) => b.at - a.at);
      const [session] = sessionsOf(
        own.map(({ at }) => ({ at, isPageView: false, isInteraction: true })),
      ).toReversed();
      return {
        user_id,
        page:
          newest.find(
            ({ at, type, page }) =>
              type === 'page_view' && page !== undefined && at >= NOW - 29 * MINUTE_MS - 10_000,
          )?.page ?? null,
        since: new Date(session?.start ?? 0).toISOString(),
        last_at: new Date(newest[0]?.at ?? 0).toISOString(),
      };
    })
    .filter(({ last_at }) => Date.parse(last_at) > NOW - 5 * MINUTE_MS)
    .sort((a, b) => Date.parse(b.last_at) - Date.parse(a.last_at));
  expect(expected.length).toBeGreaterThan(20);
  expect([users, count]).toEqual([expected, expected.length]);
});

it('falls by itself, and remembers when somebody was last there', async () => {
  for (const days of [1, 20]) {
    world.clock.nowMs = NOW + days * 1_440 * MINUTE_MS;
    const { live } = await world.read();
    expect([live.actors, live.pages]).toEqual([0, []]);
    expect(live.by_minute.every(({ actors }) => actors === 0)).toBe(true);
    expect(live.last_seen).toBe(recount(world.clock.nowMs).last_seen);
  }
});

it('counts what was acknowledged at once, says what is simulated, and knows of nobody before the first', async () => {
  await using empty = await createLiveWorld();
  expect((await empty.read()).live).toMatchObject({ actors: 0, pages: [], last_seen: null });
  const visit = EVENTS.find(({ user, isBehavior }) => user !== undefined && !isBehavior);
  await empty.record([{ ...(visit as Plain), at: NOW, initiated: true }], true);
  const { live, meta } = await empty.read();
  expect([live.users, live.visitors, meta.simulated]).toEqual([1, 0, true]);
});
