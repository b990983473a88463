import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FunnelOrderBody } from '#contracts/funnels';
import {
  type BehaviorWorld,
  createBehaviorWorld,
  type PlainEvent,
} from '../../../test/support/behavior-world.ts';
import { readFunnel } from './funnel.ts';
import { countFunnel, type FunnelOrder } from './funnel-steps.ts';

const HOUR_MS = 3_600_000;

interface Naive {
  readonly at: number;
  readonly fits: readonly boolean[];
}

/** Shortest time to each step by trying every choice of events. */
function tryAll(events: readonly Naive[], steps: number, windowMs: number, order: FunnelOrder): number[] {
  const shortest = Array.from({ length: steps }, () => Number.POSITIVE_INFINITY);
  const note = (step: number, ms: number) => {
    if (ms <= windowMs) shortest[step] = Math.min(shortest[step] ?? 0, ms);
  };
  const follow = (step: number, place: number, start: number) => {
    const event = events[place];
    if (event === undefined || event.fits[step] !== true || event.at - start > windowMs) return;
    note(step, event.at - start);
    const last = order === 'strict' ? place + 1 : events.length - 1;
    for (let next = place + 1; next <= last; next += 1) follow(step + 1, next, start);
  };
  if (order !== 'unordered') {
    for (const [place, { at }] of events.entries()) follow(0, place, at);
    return shortest;
  }
  for (const [place, { at }] of events.entries()) {
    const seen = new Set<number>();
    for (const event of events.slice(place)) {
      for (const [step, fits] of event.fits.entries()) if (fits && event.at - at <= windowMs) seen.add(step);
      for (let count = 0; count < seen.size; count += 1) note(count, event.at - at);
    }
  }
  return shortest;
}

describe('countFunnel', () => {
  it.each(['ordered', 'strict', 'unordered'] as const)(
    '%s: equals trying every choice of events',
    (order) => {
      const event = fc.record({ gap: fc.integer({ min: 1, max: 5 }), steps: fc.integer({ min: 0, max: 7 }) });
      fc.assert(
        fc.property(
          fc.array(fc.array(event, { maxLength: 9 }), { maxLength: 4 }),
          fc.integer({ min: 0, max: 14 }),
          (users, windowMs) => {
            const found: [user: number, times: number[], group: number][] = [];
            const count = countFunnel({ steps: 3, windowMs, order }, (user, times, group) =>
              found.push([user, [...times], group]),
            );
            const expected: typeof found = [];
            for (const [user, gaps] of users.entries()) {
              let at = 0;
              count.nextUser(user);
              const own = gaps.map(({ gap, steps }, place) => {
                at += gap;
                count.add(at, steps, place);
                return { at, fits: [0, 1, 2].map((step) => ((steps >> step) & 1) === 1) };
              });
              const first = own.findIndex(({ fits }) =>
                order === 'unordered' ? fits.includes(true) : fits[0],
              );
              if (first >= 0) expected.push([user, tryAll(own, 3, windowMs, order), first]);
            }
            count.finish();
            expect(found).toEqual(expected);
          },
        ),
      );
    },
  );
});

describe('funnel over stored events', () => {
  let world: BehaviorWorld;
  beforeAll(async () => {
    world = await createBehaviorWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());
  const read = (order: FunnelOrderBody) => readFunnel({ ...world, pool: world.database.pool }, order);

  const steps: FunnelOrderBody['steps'] = [
    { event_type: 'page_view', page: '/market' },
    { property: { name: 'feature', equals: 'charts' } },
    { name: 'Signed in', event_type: 'user_login' },
  ];
  const fits = ({ type, page, feature }: PlainEvent) => [
    type === 'page_view' && page === '/market',
    feature === 'charts',
    type === 'user_login',
  ];
  const median = (values: readonly number[]) => {
    const sorted = values.toSorted((a, b) => a - b);
    const half = sorted.length / 2;
    return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
  };

  it.each([
    ['ordered', 36, 'UTC'],
    ['strict', 36, 'Europe/Berlin'],
    ['unordered', 30, 'Asia/Kathmandu'],
  ] as const)('%s: equals a naive recount', async (order, hours, time_zone) => {
    const { funnel, period, meta } = await read({
      steps,
      order,
      window_seconds: hours * 3_600,
      start_date: '2026-03-01',
      end_date: '2026-03-20',
      time_zone,
    });
    const inside = world.events.filter(
      ({ at, user }) => user !== undefined && at >= Date.parse(period.from) && at < Date.parse(period.to),
    );
    const users = [...Map.groupBy(inside, ({ user }) => user).values()].map((own) =>
      tryAll(
        own.map((event) => ({ at: event.at, fits: fits(event) })),
        3,
        hours * HOUR_MS,
        order,
      ),
    );
    const times = [0, 1, 2].map((step) =>
      users.map((own) => own[step] ?? Number.POSITIVE_INFINITY).filter((ms) => ms < Number.POSITIVE_INFINITY),
    );
    expect(times[1]?.length).toBeGreaterThan(10);
    expect(funnel.steps.map((step) => step.users)).toEqual(times.map(({ length }) => length));
    for (const [place, step] of funnel.steps.entries())
      expect(step.median_seconds).toBe(
        times[place]?.length === 0 ? null : median(times[place] ?? []) / 1_000,
      );
    expect(funnel.conversion_rate).toBe((100 * (times[2]?.length ?? 0)) / (times[0]?.length ?? 0));
    expect(funnel.steps.map(({ name }) => name)).toEqual([
      'page_view /market',
      'feature = charts',
      'Signed in',
    ]);
    expect(meta).toMatchObject({ simulated: false, stale: false });
  });

  it('has no rates where nobody began', async () => {
    const nothing = { event_type: 'never' };
    const { funnel } = await read({
      steps: [nothing, nothing],
      start_date: '2026-03-01',
      end_date: '2026-03-01',
    });
    expect(funnel).toMatchObject({ window_seconds: 86_400, conversion_rate: null });
    expect(funnel.steps[1]).toMatchObject({ users: 0, rate: null, step_rate: null, median_seconds: null });
  });

  it.each([
    [{ steps: [{ event_type: 'click' }, {}] }, '/steps/1'],
    [{ steps: [{ page: '\0' }, { page: '/' }] }, '/steps/0'],
    [{ steps, start_date: '2026-03-01', end_date: '2026-03-02', window_seconds: 172_801 }, '/window_seconds'],
    [{ steps, start_date: '2026-03-02', end_date: '2026-03-01' }, '/end_date'],
    [{ steps, time_zone: 'Mars/Olympus' }, '/time_zone'],
  ])('refuses %o', async (order, pointer) => {
    await expect(read(order)).rejects.toMatchObject({ code: 'invalid-fields', errors: [{ pointer }] });
  });
});
