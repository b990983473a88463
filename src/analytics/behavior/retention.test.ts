import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BehaviorWorld, createBehaviorWorld } from '../../../test/support/behavior-world.ts';
import { readRetention } from './retention.ts';

let world: BehaviorWorld;
beforeAll(async () => {
  world = await createBehaviorWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const read = (query: Parameters<typeof readRetention>[1]) =>
  readRetention({ ...world, pool: world.database.pool }, query);

type Grain = 'day' | 'week' | 'month';

function nameOf(at: number, grain: Grain, timeZone: string): string {
  const date = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
  if (grain === 'day') return date;
  if (grain === 'month') return date.slice(0, 7);
  const monday = new Date(date);
  while (monday.getUTCDay() !== 1) monday.setUTCDate(monday.getUTCDate() - 1);
  return monday.toISOString().slice(0, 10);
}

describe('retention', () => {
  it.each([
    ['day', 'fixed', 'UTC'],
    ['day', 'rolling', 'America/New_York'],
    ['week', 'fixed', 'Asia/Kathmandu'],
    ['week', 'rolling', 'UTC'],
    ['month', 'fixed', 'Europe/Berlin'],
    ['month', 'rolling', 'UTC'],
  ] as const)('equals a naive recount: %s, %s, %s', async (cohort, type, time_zone) => {
    const { retention, period } = await read({
      cohort,
      type,
      time_zone,
      start_date: '2026-02-02',
      end_date: '2026-04-05',
    });
    const [from, to] = [Date.parse(period.from), Date.parse(period.to)];
    const known = world.events.filter(({ user }) => user !== undefined);
    const byUser = [...Map.groupBy(known, ({ user }) => user).values()];
    const names: string[] = [];
    for (let at = from; at < to; at += 6 * 3_600_000) {
      const name = nameOf(at, cohort, time_zone);
      if (!names.includes(name)) names.push(name);
    }
    const place = new Map(known.map((event) => [event, names.indexOf(nameOf(event.at, cohort, time_zone))]));
    const expected = names.map((_, own) => {
      const users = byUser.filter(
        ([first]) => first !== undefined && first.at >= from && place.get(first) === own,
      );
      const retained = names.slice(own).map(
        (__, later) =>
          users.filter((events) =>
            events.some((event) => {
              if (!event.initiated || event.at < from || event.at >= to) return false;
              const active = place.get(event) ?? -1;
              return type === 'fixed' ? active === own + later : active >= own + later;
            }),
          ).length,
      );
      return { users: users.length, retained };
    });
    expect(retention.cohorts.map(({ users, retained }) => ({ users, retained }))).toEqual(expected);
    expect(expected.flatMap(({ retained }) => retained.slice(1)).some((count) => count > 0)).toBe(true);
    for (const { users, retained, rates } of retention.cohorts)
      expect(rates).toEqual(retained.map((own) => (users === 0 ? null : (100 * own) / users)));
  });

  it('says whether the last stretch is over', async () => {
    const isComplete = async (cohort: Grain, end_date: string) =>
      (await read({ cohort, start_date: '2026-03-01', end_date })).retention.last_is_complete;
    expect(await isComplete('day', '2026-04-09')).toBe(true);
    expect(await isComplete('day', '2026-04-10')).toBe(false);
    expect(await isComplete('week', '2026-04-05')).toBe(true);
    expect(await isComplete('week', '2026-04-04')).toBe(false);
    expect(await isComplete('month', '2026-03-31')).toBe(true);
  });

  it('refuses more cohorts than anybody reads, and a zone that is none', async () => {
    await expect(read({ start_date: '2025-01-01', end_date: '2026-01-01' })).rejects.toMatchObject({
      code: 'invalid-fields',
      message: expect.stringContaining('366 cohorts') as string,
    });
    await expect(read({ time_zone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'invalid-fields' });
  });
});
