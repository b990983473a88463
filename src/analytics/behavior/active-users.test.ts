import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BehaviorWorld, createBehaviorWorld } from '../../../test/support/behavior-world.ts';
import { UserSet } from '../activity/user-set.ts';
import { followDays, readActiveUsersByDay } from './active-users.ts';

it('counts the users of the last days as a set of all of them does', () => {
  const day = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.array(day, { minLength: 1, maxLength: 40 }),
      (length, days) => {
        const follow = followDays(length);
        for (const [place, users] of days.entries())
          expect(follow(UserSet.of(users))).toBe(
            new Set(days.slice(Math.max(0, place + 1 - length), place + 1).flat()).size,
          );
      },
    ),
  );
});

describe('active users by day', () => {
  let world: BehaviorWorld;
  beforeAll(async () => {
    world = await createBehaviorWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());
  const read = (query: object) => readActiveUsersByDay({ ...world, pool: world.database.pool }, query);

  it.each([
    ['UTC', '2026-02-10', '2026-04-09'],
    ['America/New_York', '2026-03-01', '2026-03-14'],
    ['Asia/Kathmandu', '2026-03-31', '2026-03-31'],
  ])('equal a naive recount: %s', async (time_zone, start_date, end_date) => {
    const { active_users, meta } = await read({ time_zone, start_date, end_date });
    const local = new Intl.DateTimeFormat('en-CA', { timeZone: time_zone, dateStyle: 'short' });
    const acts = world.events.flatMap(({ at, user, initiated }) =>
      initiated && user !== undefined ? [{ user, day: Date.parse(local.format(at)) / 86_400_000 }] : [],
    );
    const usersOf = (days: number, last: number) =>
      new Set(acts.flatMap(({ user, day }) => (day > last - days && day <= last ? [user] : []))).size;
    const expected = [];
    for (let day = Date.parse(start_date) / 86_400_000; day <= Date.parse(end_date) / 86_400_000; day += 1) {
      const [daily, monthly] = [usersOf(1, day), usersOf(30, day)];
      expected.push({
        date: new Date(day * 86_400_000).toISOString().slice(0, 10),
        daily,
        weekly: usersOf(7, day),
        monthly,
        stickiness: monthly === 0 ? null : (100 * daily) / monthly,
      });
    }
    expect(active_users).toEqual(expected);
    expect(active_users.some(({ daily, weekly, monthly }) => daily < weekly && weekly < monthly)).toBe(true);
    expect(meta).toMatchObject({ stale: false, simulated: false });
  });

  it('are none where nothing was recorded', async () => {
    const { active_users } = await read({ start_date: '2020-01-01', end_date: '2020-01-01' });
    expect(active_users).toEqual([{ date: '2020-01-01', daily: 0, weekly: 0, monthly: 0, stickiness: null }]);
  });
});
