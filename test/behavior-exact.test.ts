import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FunnelUsersOrder } from '#contracts/funnel-users';
import type { FunnelBreakdown, FunnelStep } from '#contracts/funnels';
import { readUserBehavior } from '../src/analytics/behavior/behavior.ts';
import { readFunnel } from '../src/analytics/behavior/funnel.ts';
import { listFunnelUsers } from '../src/analytics/behavior/funnel-users.ts';
import { readPaths } from '../src/analytics/behavior/paths.ts';
import { readRetention } from '../src/analytics/behavior/retention.ts';
import { eraseUser } from '../src/analytics/privacy/erasure.ts';
import type { PlainEvent } from './support/behavior-events.ts';
import { createLateWorld, type LateWorld, MARATHONS } from './support/behavior-late-world.ts';
import {
  fits,
  funnelOf,
  funnelTimesOf,
  pathsOf,
  retentionOf,
  sessionsFrom,
} from './support/behavior-recount.ts';
import { dashboardOf, segmentsOf } from './support/behavior-recount-dashboard.ts';
import { differences, type Json } from './support/differences.ts';

/** The period in zones whose clocks change in it, and in one without. */
const PERIOD = { start_date: '2026-03-02', end_date: '2026-04-06' };
const DAYS = 36;
const ZONES = [
  ['Europe/Berlin', '2026-03-02T00:00+01:00', '2026-04-07T00:00+02:00'],
  ['America/New_York', '2026-03-02T00:00-05:00', '2026-04-07T00:00-04:00'],
  ['Asia/Kathmandu', '2026-03-02T00:00+05:45', '2026-04-07T00:00+05:45'],
] as const;
const stretchOf = ([timeZone, from, to]: (typeof ZONES)[number]) => ({
  timeZone,
  from: Date.parse(from),
  to: Date.parse(to),
  days: DAYS,
});

const event = (event_type: string): FunnelStep => ({ event_type });
const view = (page: string): FunnelStep => ({ event_type: 'page_view', page });
const FUNNELS: Record<string, { steps: FunnelStep[]; window_seconds?: number }> = {
  events: { steps: ['page_view', 'click', 'user_registration', 'purchase'].map(event) },
  'a short window': { steps: [event('page_view'), event('click'), event('user_login')], window_seconds: 45 },
  pages: { steps: [view('/'), view('/market'), event('user_login')], window_seconds: 3 * 86_400 },
  properties: {
    steps: [
      { property: { name: 'feature', equals: 'charts' } },
      { page: '/signup' },
      { event_type: 'purchase', property: { name: 'amount', equals: 25 } },
    ],
    window_seconds: 20 * 86_400,
  },
  'properties alone': {
    steps: [
      { property: { name: 'plan', equals: 'pro' } },
      { event_type: 'click', property: { name: 'plan', equals: 'pro' } },
      { property: { name: 'page', equals: '/market' } },
      { property: { name: 'plan', equals: 'team' } },
    ],
    window_seconds: 30 * 86_400,
  },
  'the same step again': { steps: [view('/'), view('/'), view('/'), view('/')], window_seconds: 600 },
};

const WEEK_SECONDS = 7 * 86_400;
const FUNNEL_QUESTIONS = Object.entries(FUNNELS).flatMap(([name, { steps, window_seconds }], place) =>
  (['ordered', 'strict', 'unordered'] as const).map((order, turn) => ({
    name,
    order,
    steps,
    window_seconds,
    zone: ZONES[(place + turn) % ZONES.length] ?? ZONES[0],
  })),
);
/** Breakdowns with more than one group. */
const BREAKDOWN_QUESTIONS = [
  ['segment', 'events', 'ordered'],
  ['segment', 'a short window', 'unordered'],
  ['segment', 'properties', 'strict'],
  ['page', 'events', 'strict'],
  ['page', 'properties', 'ordered'],
  ['page', 'properties', 'unordered'],
  ['page', 'properties alone', 'ordered'],
  ['segment', 'properties alone', 'unordered'],
  ['feature', 'events', 'unordered'],
].flatMap(([by, name, order]) =>
  FUNNEL_QUESTIONS.filter((question) => question.name === name && question.order === order).map(
    (question) => ({ ...question, by: by as FunnelBreakdown['by'] }),
  ),
);
const PEOPLE_QUESTIONS = [
  ['events', 'ordered', 'converted', 2],
  ['events', 'strict', 'dropped_off', 1],
  ['properties', 'unordered', 'dropped_off', 2],
  ['properties', 'ordered', 'converted', 1],
  ['properties alone', 'strict', 'dropped_off', 1],
  ['pages', 'ordered', 'dropped_off', 2],
].flatMap(([name, order, outcome, step]) =>
  FUNNEL_QUESTIONS.filter((question) => question.name === name && question.order === order).map(
    (question) => ({ ...question, outcome: outcome as FunnelUsersOrder['outcome'], step: Number(step) }),
  ),
);
const RETENTION_QUESTIONS = (['day', 'week', 'month'] as const).flatMap((cohort, turn) =>
  (['fixed', 'rolling'] as const).map((type, place) => ({
    cohort,
    type,
    zone: ZONES[(place + turn) % ZONES.length] ?? ZONES[0],
  })),
);
const PATH_QUESTIONS = [
  { depth: 5, limit: 20, zone: ZONES[0] },
  { depth: 2, limit: 200, zone: ZONES[1] },
  { depth: 20, limit: 50, start_page: '/market', zone: ZONES[2] },
];

let world: LateWorld;
let events: readonly PlainEvent[];
const deps = () => ({ ...world, pool: world.database.pool });
const differing = (got: unknown, expected: Json) => differences(got as Json, expected);

beforeAll(async () => {
  world = await createLateWorld(100_000);
  events = world.events();
});
afterAll(() => world[Symbol.asyncDispose]());

const NONE = '\0none';

/** Events of the users who take the first step, by what their first event of the funnel, or the dashboard, says of them. */
function groupsOf(
  { from, to }: { from: number; to: number },
  asked: { by: FunnelBreakdown['by']; order: string; steps: readonly FunnelStep[] },
): Map<string, PlainEvent[]> {
  const segments = segmentsOf(events, { from, to, timeZone: 'UTC' });
  const first = asked.order === 'unordered' ? asked.steps : asked.steps.slice(0, 1);
  const known = events.filter(({ at, user }) => user !== undefined && at >= from && at < to);
  const groups = new Map<string, PlainEvent[]>();
  for (const [user = '', own] of Map.groupBy(known, (one) => one.user)) {
    const entry = own.find((one) => first.some((step) => fits(one, step)));
    if (entry === undefined) continue;
    const group = (asked.by === 'segment' ? segments.get(user) : entry[asked.by]) ?? NONE;
    groups.set(group, [...(groups.get(group) ?? []), ...own]);
  }
  return groups;
}

function figuresEqualARecount(): void {
  it.each(FUNNEL_QUESTIONS)('funnel of $name, $order', async ({ order, steps, window_seconds, zone }) => {
    const { from, to, timeZone } = stretchOf(zone);
    const asked = window_seconds === undefined ? {} : { window_seconds };
    const { funnel } = await readFunnel(deps(), { ...PERIOD, ...asked, time_zone: timeZone, order, steps });
    const inside = events.filter(({ at }) => at >= from && at < to);
    const windowMs = (window_seconds ?? WEEK_SECONDS) * 1_000;
    const expected = funnelOf(inside, { steps, order, windowMs });
    expect(expected[1]?.users).toBeGreaterThan(5);
    expect(differing(funnel.steps, expected)).toEqual([]);
  });

  it.each(BREAKDOWN_QUESTIONS)('funnel of $name, $order, by $by', async ({ by, order, steps, ...asked }) => {
    const { from, to, timeZone } = stretchOf(asked.zone);
    const windowMs = (asked.window_seconds ?? WEEK_SECONDS) * 1_000;
    const { funnel } = await readFunnel(deps(), {
      ...PERIOD,
      time_zone: timeZone,
      steps,
      order,
      window_seconds: windowMs / 1_000,
      breakdown: { by, limit: 3 },
    });
    const groups = groupsOf({ from, to }, { by, order, steps });
    const expected = [...groups]
      .map(([value, own]) => ({
        value,
        own,
        users: funnelOf(own, { steps, order, windowMs })[0]?.users ?? 0,
      }))
      .sort((a, b) => b.users - a.users || (a.value < b.value ? -1 : 1));
    const named = expected.filter(({ value }) => value !== NONE);
    const parts = [
      ...named.slice(0, 3).map(({ value, own }) => ({ kind: 'value', value, own })),
      { kind: 'none', value: null, own: groups.get(NONE) ?? [] },
      { kind: 'other', value: null, own: named.slice(3).flatMap(({ own }) => own) },
    ].filter(({ own }) => own.length > 0);
    expect(parts.length).toBeGreaterThan(1);
    expect(funnel.breakdown).toMatchObject({ by, other_values: Math.max(0, named.length - 3) });
    expect(funnel.breakdown?.groups.map(({ kind, value }) => [kind, value])).toEqual(
      parts.map(({ kind, value }) => [kind, value]),
    );
    for (const [place, { own }] of parts.entries())
      expect(
        differing(funnel.breakdown?.groups[place]?.steps, funnelOf(own, { steps, order, windowMs })),
      ).toEqual([]);
    for (const [step, { users }] of funnel.steps.entries())
      expect(funnel.breakdown?.groups.reduce((sum, group) => sum + (group.steps[step]?.users ?? 0), 0)).toBe(
        users,
      );
  });

  it.each(PEOPLE_QUESTIONS)(
    'people of a funnel of $name, $order, who $outcome at step $step',
    async ({ order, steps, window_seconds = WEEK_SECONDS, zone, step, outcome }) => {
      const { from, to, timeZone } = stretchOf(zone);
      const asked = { ...PERIOD, time_zone: timeZone, steps, order, window_seconds, step, outcome };
      const inside = events.filter(({ at }) => at >= from && at < to);
      const times = funnelTimesOf(inside, { steps, order, windowMs: window_seconds * 1_000 });
      const expected = [...times].flatMap(([user_id, own]) => {
        const ms = own[step - 1] ?? Infinity;
        const isAmong = outcome === 'converted' || own[step] === Infinity;
        return ms < Infinity && isAmong ? [{ user_id, seconds: ms / 1_000 }] : [];
      });
      const found: typeof expected = [];
      const limit = Math.ceil(expected.length / 3) + 1;
      for (let after: string | null | undefined; after !== null; ) {
        const page = await listFunnelUsers(deps(), { ...asked, limit, ...(after && { after }) });
        expect([page.count, page.users.length <= limit]).toEqual([expected.length, true]);
        found.push(...page.users);
        after = page.next;
      }
      const byName = (people: typeof expected) => people.toSorted((a, b) => (a.user_id < b.user_id ? -1 : 1));
      expect(expected.length).toBeGreaterThan(3);
      expect(byName(found)).toEqual(byName(expected));
    },
  );

  it('funnels of single visits, of a property with as many values as there are visits', async () => {
    const { from, to, timeZone } = stretchOf(ZONES[0]);
    const inside = events.filter(({ at }) => at >= from && at < to);
    const last = Math.max(...inside.map(({ visit = 0 }) => visit));
    let users = 0;
    for (let visit = 10; visit < last; visit += Math.floor(last / 12)) {
      const steps: FunnelStep[] = [
        { property: { name: 'visit', equals: visit } },
        { event_type: 'click', property: { name: 'visit', equals: visit } },
      ];
      const { funnel } = await readFunnel(deps(), { ...PERIOD, time_zone: timeZone, steps });
      const expected = funnelOf(inside, { steps, order: 'ordered', windowMs: WEEK_SECONDS * 1_000 });
      expect(differing(funnel.steps, expected)).toEqual([]);
      users += expected[0]?.users ?? 0;
    }
    expect(users).toBeGreaterThan(2);
  });

  it.each(RETENTION_QUESTIONS)('retention, $type, by $cohort', async ({ cohort, type, zone }) => {
    const stretch = stretchOf(zone);
    const query = { ...PERIOD, time_zone: stretch.timeZone, cohort, type };
    const { retention } = await readRetention(deps(), query);
    const expected = retentionOf(events, stretch, cohort, type);
    expect(expected.flatMap(({ retained }) => retained.slice(1)).some((count) => count > 5)).toBe(true);
    expect(differing(retention.cohorts, expected)).toEqual([]);
  });

  it.each(PATH_QUESTIONS)('paths of $depth pages', async ({ zone, ...query }) => {
    const stretch = stretchOf(zone);
    const { paths } = await readPaths(deps(), { ...PERIOD, ...query, time_zone: stretch.timeZone });
    expect(differing(paths, pathsOf(events, stretch, { ...query, startPage: query.start_page }))).toEqual([]);
  });

  it.each(ZONES.map((zone) => ({ zone })))('dashboard, $zone.0', async ({ zone }) => {
    const stretch = stretchOf(zone);
    const figures = await readUserBehavior(deps(), { ...PERIOD, time_zone: stretch.timeZone });
    const expected = dashboardOf(events, stretch);
    expect(differing(figures, expected)).toEqual([]);
    const { feature_usage, content_consumption } = figures.engagement_analysis;
    expect([feature_usage, content_consumption].map(Object.keys)).toEqual(
      [expected.engagement_analysis.feature_usage, expected.engagement_analysis.content_consumption].map(
        Object.keys,
      ),
    );
  });
}

describe('100,000 events that came late, out of order and twice', () => {
  it('hold what makes counting hard', () => {
    const sessions = sessionsFrom(events);
    const crossing = (instant: number) =>
      sessions.filter(({ start, events: own }) => start < instant && (own.at(-1)?.at ?? 0) >= instant).length;
    for (const zone of ZONES) {
      const { from, to } = stretchOf(zone);
      expect([crossing(from), crossing(to)].every((count) => count > 0)).toBe(true);
    }
    for (const marathon of MARATHONS)
      expect(sessions.filter(({ actor }) => actor === marathon).length).toBe(3);
    const byActor = [...Map.groupBy(events, ({ actor }) => actor).values()];
    const ties = byActor.flatMap((own) => own.filter(({ at }, place) => at === own[place - 1]?.at));
    expect(ties.length).toBeGreaterThan(1_000);
    expect(events.filter(({ user }) => user === undefined).length).toBeGreaterThan(1_000);
    expect(world.duplicates).toBeGreaterThan(500);
  });

  figuresEqualARecount();
});

describe('the same after the last batch came and some users were erased', () => {
  const users = ['user-marathon', 'user-0', 'user-1', 'user-2', 'user-40', 'user-700'];
  beforeAll(async () => {
    await world.sendLast();
    for (const userId of users)
      await eraseUser(world.database.pool, { userId, requestedBy: 'admin', nowMs: world.clock.now() });
    events = world.events().filter(({ user }) => !users.includes(user ?? ''));
  });

  it('hold all that was sent, once, but theirs', async () => {
    const sent = world.events().length;
    expect([sent, world.duplicates]).toEqual([100_000, world.repeated]);
    expect(sent - events.length).toBeGreaterThan(1_000);
    const { rows } = await world.database.pool.query(
      'SELECT ((SELECT count(*) FROM analytics_events) + (SELECT count(*) FROM user_behavior))::int AS count',
    );
    expect(rows).toEqual([{ count: events.length }]);
  });

  figuresEqualARecount();
});
