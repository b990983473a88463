import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventItem } from '#contracts/ingest';
import { createBus, createLogger, type Database } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { type Activity, createActivity } from '../activity/activity-worker.ts';
import { sessionsOf } from '../activity/sessions.ts';
import { createIngest, type Ingest } from '../ingest/ingest.ts';
import { createBusiness } from './business.ts';

const logger = createLogger({ logLevel: 'error' });
/** Twelve days after Berlin's and a month after New York's change to summer time. */
const NOW = Date.UTC(2026, 3, 10, 12);
const clock = { now: () => NOW };
const facts = { nowMs: NOW, defaultMs: NOW, oldestMs: 0, sender: 't', idempotencyKey: undefined };

let database: Database;
let ingest: Ingest;
let activity: Activity;

/** A small linear congruential generator: the same events in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Stored = EventItem & { timestamp: string };
let events: Stored[] = [];

function makeEvents(): Stored[] {
  const random = randomFrom(7);
  const types = [
    'page_view',
    'page_view',
    'page_view',
    'click',
    'purchase',
    'refund',
    'trade',
    'user_login',
    'heartbeat',
  ];
  return Array.from({ length: 4_000 }, (_, index) => {
    const user = Math.floor(random() ** 2 * 80);
    const type = types[Math.floor(random() * types.length)] ?? 'click';
    const burst = Math.floor(random() * 800) * 7_200_000;
    const at = NOW - 66 * 86_400_000 + burst + Math.floor(random() * 900_000);
    const money = ['purchase', 'refund', 'trade'].includes(type);
    return {
      event_type: type,
      event_id: `e${index}`,
      timestamp: new Date(Math.min(at, NOW)).toISOString(),
      ...(random() < 0.9 ? { user_id: `user-${user}` } : { session_id: `visitor-${user}` }),
      ...(money ? { properties: { amount: Math.round(random() * 10_000) / 100 } } : {}),
      ...(random() < 0.05 ? { context: { user_initiated: false } } : {}),
    };
  });
}

beforeAll(async () => {
  database = await createTestDatabase();
  const bus = createBus(logger);
  ingest = createIngest({ database, clock, logger, bus, retentionDays: 90 });
  activity = createActivity({ pool: database.pool, bus, logger });
  events = makeEvents();
  const random = randomFrom(3);
  const shuffled = events.toSorted(() => random() - 0.5);
  for (let start = 0; start < shuffled.length; start += 250) {
    await ingest.events.record(shuffled.slice(start, start + 250), facts);
    if (start % 1_000 === 0) await activity.catchUp();
  }
});

afterAll(async () => {
  await ingest[Symbol.asyncDispose]();
  await activity[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

/** Every figure counted naively from the events themselves. */
function recount(from: number, to: number, timeZone: string) {
  const local = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  const at = ({ timestamp }: Stored) => Date.parse(timestamp);
  const inside = (event: Stored) => at(event) >= from && at(event) < to;
  const initiated = events.filter(({ context }) => context?.user_initiated !== false);
  const users = (list: readonly Stored[]) => new Set(list.flatMap(({ user_id }) => user_id ?? []));
  const revenue = events
    .filter(({ event_type }) => ['purchase', 'refund'].includes(event_type))
    .map((event) => ({
      ...event,
      amount: Number(event.properties?.amount) * (event.event_type === 'refund' ? -1 : 1),
    }));
  const firstSeen = Map.groupBy(
    events.filter(({ user_id }) => user_id !== undefined),
    ({ user_id }) => user_id,
  );
  const sessions = [
    ...Map.groupBy(initiated, ({ user_id, session_id }) => user_id ?? `~${session_id}`).values(),
  ]
    .flatMap((own) =>
      sessionsOf(
        own.map((event) => ({
          at: at(event),
          isPageView: event.event_type === 'page_view',
          isInteraction: !['page_view', 'heartbeat'].includes(event.event_type),
        })),
      ),
    )
    .filter(({ start }) => start >= from && start < to);
  const viewing = sessions.filter(({ pageViews }) => pageViews > 0);
  const bounces = viewing.filter(
    (s) => s.pageViews === 1 && s.interactions === 0 && s.last - s.start < 10_000,
  );
  const now = revenue.filter(inside);
  const active = users(initiated.filter(inside));
  const before = users(initiated.filter((event) => at(event) >= from - (to - from) && at(event) < from));
  const total = now.reduce((sum, { amount }) => sum + amount, 0);
  const totalUsers = [...firstSeen.values()].filter((own) => Math.min(...own.map(at)) < to).length;
  return {
    total_revenue: total,
    revenue_per_user: total / totalUsers,
    total_users: totalUsers,
    new_users: [...firstSeen.values()].filter((own) => {
      const first = Math.min(...own.map(at));
      return first >= from && first < to;
    }).length,
    active_users: active.size,
    previous_active_users: before.size,
    user_retention: before.size === 0 ? null : (100 * before.intersection(active).size) / before.size,
    paying_users: users(now.filter(({ amount }) => amount > 0)).size,
    sessions: sessions.length,
    session_duration: sessions.reduce((sum, s) => sum + s.last - s.start, 0) / 60_000 / sessions.length,
    page_views: events.filter((event) => inside(event) && event.event_type === 'page_view').length,
    bounce_rate: (100 * bounces.length) / viewing.length,
    conversion_rate:
      (100 * users(events.filter((event) => inside(event) && event.event_type === 'purchase')).size) /
      active.size,
    by_day: [...Map.groupBy(now, (event) => local.format(at(event)))]
      .map(([date, own]) => ({ date, revenue: own.reduce((sum, { amount }) => sum + amount, 0) }))
      .toSorted((a, b) => a.date.localeCompare(b.date)),
    active_by_day: [...Map.groupBy(initiated.filter(inside), (event) => local.format(at(event)))]
      .map(([date, own]) => ({ date, active_users: users(own).size }))
      .toSorted((a, b) => a.date.localeCompare(b.date)),
  };
}

describe('business intelligence', () => {
  const business = () => createBusiness({ pool: database.pool, clock, activity });

  it.each([
    { time_zone: 'UTC', start_date: '2026-03-15', end_date: '2026-04-09' },
    { time_zone: 'Europe/Berlin', start_date: '2026-03-20', end_date: '2026-04-05' },
    { time_zone: 'America/New_York', start_date: '2026-02-25', end_date: '2026-03-20' },
    { time_zone: 'Asia/Kathmandu', start_date: '2026-03-29', end_date: '2026-03-29' },
    { time_zone: 'Australia/Lord_Howe', start_date: '2026-04-01', end_date: '2026-04-10' },
  ])('equals a naive recount of the events: $time_zone from $start_date', async (query) => {
    const dashboard = await business().dashboard(query);
    const { figures: users } = await business().users(query);
    const { figures: revenue } = await business().revenue(query);
    const { period } = dashboard;
    const expected = recount(Date.parse(period.from), Date.parse(period.to), query.time_zone);
    // The previous period is of the same number of local days, an hour longer or shorter where clocks changed.
    const previousActive = new Set(
      events
        .filter(({ timestamp, context }) => {
          const at = Date.parse(timestamp);
          return (
            context?.user_initiated !== false &&
            at >= Date.parse(period.previous.from) &&
            at < Date.parse(period.previous.to)
          );
        })
        .flatMap(({ user_id }) => user_id ?? []),
    );
    const all = { ...dashboard.revenue_metrics, ...dashboard.user_metrics, ...dashboard.engagement_metrics };
    const { by_day, active_by_day, previous_active_users: _, user_retention: __, ...figures } = expected;
    for (const [name, value] of Object.entries(figures))
      expect({ [name]: all[name as keyof typeof all] }).toEqual({
        [name]: expect.closeTo(value, 8),
      });
    expect(all.previous_active_users).toBe(previousActive.size);
    expect(
      revenue.by_day
        .filter(({ revenue_events }) => revenue_events > 0)
        .map(({ date, revenue }) => ({ date, revenue: Math.round(revenue * 100) })),
    ).toEqual(by_day.map(({ date, revenue }) => ({ date, revenue: Math.round(revenue * 100) })));
    expect(
      users.by_day
        .filter(({ active_users }) => active_users > 0)
        .map(({ date, active_users }) => ({ date, active_users })),
    ).toEqual(active_by_day);
  });

  it('compares with the previous period and says what it is made of', async () => {
    const query = { start_date: '2026-03-11', end_date: '2026-04-09' };
    const { revenue_metrics, period, meta } = await business().dashboard(query);
    const previous = recount(Date.parse(period.previous.from), Date.parse(period.previous.to), 'UTC');
    expect(period.previous).toMatchObject({ start_date: '2026-02-09', end_date: '2026-03-10' });
    expect(revenue_metrics.previous_revenue).toBeCloseTo(previous.total_revenue, 6);
    expect(meta).toMatchObject({ stale: false, simulated: false, coverage: { pending_events: 0 } });
    expect(meta.definitions.total_revenue).toMatch(/refunds/);
  });

  it('counts users of any goal, and null where there is nothing to divide by', async () => {
    const custom = await business().users({
      goal: 'click',
      start_date: '2026-03-15',
      end_date: '2026-04-09',
    });
    const clicking = new Set(
      events
        .filter(
          ({ event_type, timestamp }) =>
            event_type === 'click' && timestamp >= '2026-03-15' && timestamp < '2026-04-10',
        )
        .flatMap(({ user_id }) => user_id ?? []),
    );
    expect(custom.figures.converting_users).toBe(clicking.size);
    const empty = await business().dashboard({ start_date: '2020-01-01', end_date: '2020-01-31' });
    expect(empty.revenue_metrics).toMatchObject({
      total_revenue: 0,
      revenue_growth: null,
      revenue_per_user: null,
    });
    expect(empty.engagement_metrics).toMatchObject({
      session_duration: null,
      bounce_rate: null,
      conversion_rate: null,
    });
    expect(empty.financial_metrics).toMatchObject({ portfolio_value: null, trading_volume: null });
    expect(empty.financial_metrics.reasons.portfolio_value).toMatch(/no metric/);
  });

  it('adds up what portfolios are worth, but not their risks', async () => {
    const post = (portfolio: string, value: number) =>
      ingest.metrics.record(
        [
          { name: 'portfolio_value', value, labels: { portfolio } },
          { name: 'risk_metrics.volatility', value: 0.2, labels: { portfolio } },
        ],
        facts,
      );
    const financials = async () => (await business().dashboard({})).financial_metrics;
    await post('a', 100);
    expect(await financials()).toMatchObject({ portfolio_value: 100, risk_metrics: { volatility: 0.2 } });
    await post('b', 50);
    const both = await financials();
    expect(both).toMatchObject({ portfolio_value: 150, risk_metrics: {} });
    expect(both.reasons.risk_metrics).toMatch(/2 portfolios/);
  });

  it.each([
    [{ start_date: '2026-04-02', end_date: '2026-04-01' }, '/query/end_date'],
    [{ start_date: '1990-01-01', end_date: '2026-04-01' }, '/query/start_date'],
    [{ time_zone: 'Mars/Olympus' }, '/query/time_zone'],
  ])('refuses %o', async (query, pointer) => {
    await expect(business().dashboard(query)).rejects.toMatchObject({
      code: 'invalid-fields',
      errors: [{ pointer }],
    });
  });

  it('keeps the users and sessions of events that were sent twice as they are', async () => {
    const before = await business().dashboard({});
    await ingest.events.record(events.slice(0, 500), facts);
    const after = await business().dashboard({});
    expect(after).toEqual(before);
  });
});
