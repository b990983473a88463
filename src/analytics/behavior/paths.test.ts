import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BehaviorWorld, createBehaviorWorld, sessionsIn } from '../../../test/support/behavior-world.ts';
import { readPaths } from './paths.ts';

let world: BehaviorWorld;
beforeAll(async () => {
  world = await createBehaviorWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const read = (query: Parameters<typeof readPaths>[1]) =>
  readPaths({ ...world, pool: world.database.pool }, query);

describe('paths', () => {
  it.each([
    { depth: 1, limit: 3, time_zone: 'UTC' },
    { depth: 3, time_zone: 'Asia/Kathmandu', start_page: '/market' },
    { limit: 200, time_zone: 'America/New_York' },
  ])('equals a naive recount: %o', async (query) => {
    const { paths, period } = await read({ ...query, start_date: '2026-03-01', end_date: '2026-03-31' });
    const counts = new Map<string, number>();
    for (const { start, own } of sessionsIn(world.events)) {
      if (start < Date.parse(period.from) || start >= Date.parse(period.to)) continue;
      const pages = own.flatMap(({ type, page }) => (type === 'page_view' ? (page ?? []) : []));
      if (pages.length === 0 || (query.start_page ?? pages[0]) !== pages[0]) continue;
      const path = JSON.stringify(
        pages.filter((page, i) => page !== pages[i - 1]).slice(0, query.depth ?? 5),
      );
      counts.set(path, (counts.get(path) ?? 0) + 1);
    }
    const sessions = [...counts.values()].reduce((sum, count) => sum + count, 0);
    expect(sessions).toBeGreaterThan(100);
    expect(paths.sessions).toBe(sessions);
    expect(paths.top_paths.map((path) => path.sessions)).toEqual(
      [...counts.values()].toSorted((a, b) => b - a).slice(0, query.limit ?? 20),
    );
    for (const path of paths.top_paths) {
      expect(path.sessions).toBe(counts.get(JSON.stringify(path.pages)));
      expect(path.share).toBe((100 * path.sessions) / sessions);
    }
  });

  it('finds none where nobody began, and refuses a page that cannot be stored', async () => {
    expect((await read({ start_page: '/nowhere' })).paths).toEqual({ sessions: 0, top_paths: [] });
    await expect(read({ start_page: '\0' })).rejects.toMatchObject({
      code: 'invalid-fields',
      errors: [{ pointer: '/query/start_page' }],
    });
  });
});
