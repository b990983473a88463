import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BehaviorWorld,
  createBehaviorWorld,
  type PlainEvent,
  sessionsIn,
} from '../../../test/support/behavior-world.ts';
import { readUserBehavior } from './behavior.ts';

let world: BehaviorWorld;
const read = (query: object) => readUserBehavior({ ...world, pool: world.database.pool }, query);

beforeAll(async () => {
  world = await createBehaviorWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const usersOf = (events: readonly PlainEvent[]) => new Set(events.flatMap(({ user }) => user ?? []));

function ranked<T>(items: readonly T[], nameOf: (item: T) => string | undefined, limit: number) {
  const groups = Map.groupBy(
    items.filter((item) => nameOf(item) !== undefined),
    (item) => nameOf(item) ?? '',
  );
  const byCount = (count: (own: T[]) => number) =>
    [...groups]
      .map(([name, own]): [string, number] => [name, count(own)])
      .filter(([, n]) => n > 0)
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, limit);
  return byCount;
}

function recount(from: number, to: number, timeZone: string, days: number) {
  const inside = world.events.filter(({ at }) => at >= from && at < to);
  const caused = inside.filter(({ initiated }) => initiated);
  const active = usersOf(caused);
  const sessions = sessionsIn(world.events);
  const hourOf = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  const perQuarter = new Map<number, Set<string>>();
  for (const { at, user } of caused) {
    const quarter = at - (at % 900_000);
    if (user !== undefined) perQuarter.set(quarter, (perQuarter.get(quarter) ?? new Set()).add(user));
  }
  const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, users: 0 }));
  for (const [quarter, users] of perQuarter) {
    const hour = hours[Number(hourOf.format(quarter))];
    if (hour !== undefined) hour.users += users.size;
  }
  const segments = { beginners: 0, intermediate: 0, advanced: 0, professional: 0 };
  const names = {
    beginner: 'beginners',
    intermediate: 'intermediate',
    advanced: 'advanced',
    professional: 'professional',
  } as const;
  for (const user of active) {
    const level = inside.findLast(
      (event) => event.user === user && event.level !== undefined && event.level in names,
    )?.level;
    const own = sessions.filter(
      ({ actor, start }) => actor === user && start >= to - 30 * 86_400_000 && start < to,
    ).length;
    const bySessions =
      own < 3 ? 'beginners' : own < 10 ? 'intermediate' : own < 25 ? 'advanced' : 'professional';
    segments[level === undefined ? bySessions : names[level as keyof typeof names]] += 1;
  }
  const started = sessions.filter(({ start }) => start >= from && start < to);
  const journeys = started
    .map(({ own }) =>
      own
        .filter(({ type, page }) => type === 'page_view' && page !== undefined)
        .map(({ page }) => page ?? ''),
    )
    .filter((pages) => pages.length > 0);
  const paths = journeys.map((pages) => pages.filter((page, i) => page !== pages[i - 1]).slice(0, 4));
  const exits = [
    ...Map.groupBy(
      journeys.flatMap((pages) => pages.map((page, i) => ({ page, isExit: i === pages.length - 1 }))),
      ({ page }) => page,
    ),
  ]
    .map(([page, views]) => ({
      page,
      views: views.length,
      exits: views.filter(({ isExit }) => isExit).length,
    }))
    .filter(({ views }) => views >= 30);
  const prefix = (page: string) => /^(?:[a-z]+:\/\/[^/?#]+)?(\/?[^/?#]*)/.exec(page)?.[1] || '/';
  return {
    segments,
    peakHours: hours
      .sort((a, b) => b.users - a.users || a.hour - b.hour)
      .slice(0, 3)
      .map(({ hour }) => hour),
    features: ranked(caused, ({ feature, page }) => feature ?? page, 10)((own) => usersOf(own).size),
    usage: ranked(caused, ({ feature }) => feature, 50)((own) => own.length),
    content: ranked(
      caused.filter(({ type }) => type === 'page_view'),
      ({ page }) => (page === undefined ? page : prefix(page)),
      50,
    )((own) => own.length),
    journeys: journeys.length,
    paths: ranked(paths, (path) => JSON.stringify(path), 1_000)((own) => own.length),
    exits,
    frequency: started.filter(({ actor }) => !actor.startsWith('~')).length / active.size / (days / 7),
    social: (kind: string) => inside.filter(({ type }) => type === kind).length,
    users: (type: string) => usersOf(inside.filter((event) => event.type === type)).size,
    active: active.size,
  };
}

describe('dashboard user_analytics', () => {
  it.each([
    { time_zone: 'UTC', start_date: '2026-03-12', end_date: '2026-04-10' },
    { time_zone: 'Asia/Kathmandu', start_date: '2026-03-01', end_date: '2026-03-14' },
    { time_zone: 'America/New_York', start_date: '2026-03-05', end_date: '2026-04-03' },
  ])('equals a naive recount of the events: $time_zone', async (query) => {
    const { period, meta, ...figures } = await read(query);
    const expected = recount(Date.parse(period.from), Date.parse(period.to), query.time_zone, period.days);
    expect(figures.user_segments).toEqual(expected.segments);
    const { peak_hours, popular_features, user_journey, drop_off_points } = figures.behavior_patterns;
    expect(peak_hours).toEqual(expected.peakHours);
    expect(popular_features).toEqual(
      expected.features.map(([feature, users]) => ({
        feature,
        users,
        share: (100 * users) / expected.active,
      })),
    );
    expect(user_journey.sessions).toBe(expected.journeys);
    const counted = new Map(expected.paths);
    expect(user_journey.top_paths.map(({ sessions }) => sessions)).toEqual(
      expected.paths.slice(0, 10).map(([, sessions]) => sessions),
    );
    for (const { pages, sessions } of user_journey.top_paths)
      expect([pages, sessions]).toEqual([pages, counted.get(JSON.stringify(pages))]);
    expect(drop_off_points.length).toBeGreaterThan(3);
    expect(
      drop_off_points
        .map(({ page, views, exits }) => ({ page, views, exits }))
        .toSorted((a, b) => (a.page < b.page ? -1 : 1)),
    ).toEqual(expected.exits.toSorted((a, b) => (a.page < b.page ? -1 : 1)));
    for (const { views, exits, exit_rate } of drop_off_points)
      expect(exit_rate).toBeCloseTo((100 * exits) / views, 10);
    const rates = drop_off_points.map(({ exit_rate }) => exit_rate);
    expect(rates).toEqual(rates.toSorted((a, b) => b - a));
    const { session_frequency, feature_usage, content_consumption, social_interactions } =
      figures.engagement_analysis;
    expect(session_frequency).toBeCloseTo(expected.frequency, 10);
    expect(Object.entries(feature_usage)).toEqual(expected.usage);
    expect(Object.entries(content_consumption)).toEqual(expected.content);
    expect(social_interactions).toEqual({
      share: expected.social('share'),
      follow: 0,
      comment: 0,
      like: expected.social('like'),
    });
    expect(figures.conversion_funnel).toEqual({
      visitors: expected.users('page_view'),
      registered: expected.users('user_registration'),
      active: expected.users('user_login'),
      premium: expected.users('premium_upgrade'),
    });
    expect(meta).toMatchObject({ stale: false, simulated: false, coverage: { pending_events: 0 } });
  });

  it('has nothing to say about a time without events, and refuses a zone that is none', async () => {
    const empty = await read({ start_date: '2020-01-01', end_date: '2020-01-31' });
    expect(empty.user_segments).toEqual({ beginners: 0, intermediate: 0, advanced: 0, professional: 0 });
    expect(empty.engagement_analysis.session_frequency).toBeNull();
    expect(empty.behavior_patterns).toEqual({
      peak_hours: [],
      popular_features: [],
      user_journey: { sessions: 0, top_paths: [] },
      drop_off_points: [],
    });
    await expect(read({ time_zone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'invalid-fields' });
  });
});
