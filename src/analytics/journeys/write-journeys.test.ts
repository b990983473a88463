import type { PoolClient } from 'pg';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/support/database.ts';
import { exclusively } from '../activity/activity-store.ts';
import { isUser, NOBODY, sliceOf, strangerKey } from './actors.ts';
import { eachEventWith, valueKey } from './part-properties.ts';
import { inSnapshot, type PartOfDay } from './part-store.ts';
import { walkJourneys } from './read-journeys.ts';
import { readSignatures } from './signatures.ts';
import {
  appendJourneys,
  dropActors,
  dropDaysBefore,
  type JourneyEvent,
  settleJourneys,
} from './write-journeys.ts';

const DAY_MS = 86_400_000;
const FROM = Date.UTC(2026, 3, 1);
const TO = FROM + 5 * DAY_MS;
const KEYS = new Map([
  ['ann', 1],
  ['bob', 2],
  ['far', 5_000],
]);

/** Only some of these are values that somebody can ask for. */
const PLANS = ['free', 'pro', ['pro'], null];

function eventsOf(count: number): JourneyEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const who = ['ann', 'bob', 'far', '~s1', '~s2', '~'][index % 6] ?? '~';
    return {
      userId: who.startsWith('~') ? null : who,
      sessionId: who.length > 1 ? who : null,
      at: FROM + ((index * 7_919_003) % (5 * DAY_MS)),
      eventType: ['page_view', 'click'][index % 2] ?? '',
      page: index % 3 === 0 ? `/${index % 4}` : null,
      feature: null,
      level: null,
      initiated: index % 5 !== 0,
      properties: { plan: PLANS[index % 4], visit: Math.floor(index / 7), page: `/${index % 4}` },
    };
  });
}

const actorOf = ({ userId, sessionId }: JourneyEvent) =>
  KEYS.get(userId ?? '') ?? (sessionId === null ? NOBODY : strangerKey(sessionId));

/** Properties that events are asked for. */
const ASKED = [
  ['plan', 'free'],
  ['plan', 'pro'],
  ['visit', 3],
  ['visit', 30],
] as const;

/** Of each event of a part the places in ASKED of what it has, one bit for each. */
function markAsked({ times, sections }: PartOfDay): Int32Array {
  const marks = new Int32Array(times.length);
  for (const [bit, [name, value]] of ASKED.entries())
    eachEventWith(sections.get(name), valueKey(value), (place) => {
      marks[place] = (marks[place] ?? 0) + 2 ** bit;
    });
  return marks;
}

/** What the journeys hold, event by event. */
async function walked({ pool }: { pool: Parameters<typeof inSnapshot>[0] }) {
  return inSnapshot(pool, async (snapshot) => {
    const signatures = await readSignatures(snapshot.client);
    const events: unknown[][] = [];
    const wanted = { fromMs: FROM, toMs: TO, properties: ['plan', 'visit'], marksOf: markAsked };
    await walkJourneys(snapshot, wanted, ({ actor, from, to, times, signatures: keys, marks }) => {
      for (let place = from; place < to; place += 1)
        events.push([actor, times[place], signatures[keys[place] ?? 0], marks[place]]);
    });
    return events;
  });
}

/** The same, from the events. */
function expected(events: readonly JourneyEvent[]): unknown[] {
  return events
    .toSorted((a, b) => sliceOf(actorOf(a)) - sliceOf(actorOf(b)) || actorOf(a) - actorOf(b) || a.at - b.at)
    .map((event) => {
      const { eventType, page, feature, level, initiated, properties } = event;
      const had = ASKED.map(([name, value], bit) => (properties[name] === value ? 2 ** bit : 0));
      const signature = { eventType, page, feature, level, initiated };
      return [actorOf(event), event.at, signature, had.reduce((sum: number, own) => sum + own, 0)];
    });
}

async function withJourneys(events: readonly JourneyEvent[], rounds: number) {
  const database = await createTestDatabase();
  for (let round = 0; round < rounds; round += 1)
    await exclusively(database.pool, (client) =>
      appendJourneys(
        client,
        events.filter((_, index) => index % rounds === round),
        KEYS,
      ),
    );
  const change = <T>(work: (client: PoolClient) => Promise<T>) => exclusively(database.pool, work);
  const count = async (table: string) =>
    (await database.pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`)).rows[0]
      ?.count;
  return { database, change, count, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
}

it('holds every event once, however many rounds brought them, in few parts', async () => {
  const events = eventsOf(900);
  await using it = await withJourneys(events, 40);
  expect(await walked(it.database)).toEqual(expected(events));
  const { rows } = await it.database.pool.query<{ parts: number }>(
    'SELECT max(parts)::int AS parts FROM (SELECT count(*) AS parts FROM analytics_journeys GROUP BY slice, day) AS counted',
  );
  expect(rows[0]?.parts).toBeLessThan(2 * 16);
  expect(rows[0]?.parts).toBeGreaterThan(1);
  expect(await it.change((client) => settleJourneys(client, TO))).toBeGreaterThan(0);
  expect(await it.change((client) => settleJourneys(client, TO))).toBe(0);
  expect(await walked(it.database)).toEqual(expected(events));
});

it('forgets actors, and the signatures that only they had', async () => {
  const own = { ...(eventsOf(1)[0] as JourneyEvent), userId: 'bob', page: '/profile/bob' };
  const events = [...eventsOf(300), own];
  await using it = await withJourneys(events, 3);
  const before = await it.count('analytics_event_signatures');
  await it.change((client) => dropActors(client, [2], ['~s1']));
  const left = events.filter(
    ({ userId, sessionId }) => userId !== 'bob' && (userId !== null || sessionId !== '~s1'),
  );
  expect(await walked(it.database)).toEqual(expected(left));
  expect(await it.count('analytics_event_signatures')).toBeLessThan(before ?? 0);
  const { rows } = await it.database.pool.query(
    `SELECT FROM analytics_event_signatures WHERE page = '/profile/bob'`,
  );
  expect(rows).toEqual([]);
});

it('forgets whole days, and in the end all signatures', async () => {
  const events = eventsOf(300);
  await using it = await withJourneys(events, 3);
  await it.change((client) => dropDaysBefore(client, FROM + 2 * DAY_MS));
  expect(await walked(it.database)).toEqual(expected(events.filter(({ at }) => at >= FROM + 2 * DAY_MS)));
  await it.change((client) => dropDaysBefore(client, TO));
  expect(await it.count('analytics_journeys')).toBe(0);
  expect(await it.count('analytics_event_signatures')).toBe(0);
});

it('tells users, unknown visitors and nobody apart', () => {
  const stranger = strangerKey('session');
  expect([stranger === strangerKey('session'), stranger === strangerKey('other')]).toEqual([true, false]);
  expect([1, 2 ** 31 - 1, stranger, NOBODY].map(isUser)).toEqual([true, true, false, false]);
  expect(Number.isSafeInteger(stranger)).toBe(true);
  expect([4_095, 4_096, NOBODY].map(sliceOf)).toEqual([0, 1, -1]);
  expect(sliceOf(stranger)).toBeLessThan(-1);
});
