import { expect, it } from 'vitest';
import type { Problem } from '#contracts/common';
import { createHttpServer, createLogger } from '#platform';
import { createBehaviorWorld } from '../../../test/support/behavior-world.ts';
import { createClusters } from './clusters.ts';
import { behaviorRoutes } from './routes.ts';

it('answers over HTTP, and names what is wrong with a request', async () => {
  await using world = await createBehaviorWorld(300);
  await using clusters = createClusters({ ...world, pool: world.database.pool });
  const logger = createLogger({ logLevel: 'silent' });
  const server = await createHttpServer({
    logger,
    guard: () => ({ id: 'me', name: 'me', scopes: new Set(['admin'] as const) }),
    routes: behaviorRoutes({ ...world, pool: world.database.pool, clusters }),
  });
  const get = (path: string) => server.inject({ method: 'GET', url: `/analytics/users/${path}` });
  const post = (path: string, payload: object) =>
    server.inject({ method: 'POST', url: `/analytics/${path}`, payload });
  const funnel = (payload: object) => post('users/funnel', payload);
  const people = (payload: object) => post('users/funnel/users', { steps: steps(2), ...payload });
  const group = (payload: object) => post('predictions/user-clusters', payload);
  const steps = (count: number) => Array.from({ length: count }, () => ({ event_type: 'click' }));

  const answers = [
    get('behavior?start_date=2026-03-01&end_date=2026-03-15&time_zone=Asia/Kathmandu'),
    get('event-types'),
    get('retention?cohort=week&type=rolling'),
    get('paths?depth=2'),
    get('active?time_zone=Europe/Berlin'),
    get('live'),
    get('live/list'),
    funnel({ steps: steps(2), breakdown: { by: 'segment' } }),
    people({ step: 1, outcome: 'dropped_off' }),
    group({}),
  ];
  const replies = await Promise.all(answers);
  expect(replies.map(({ statusCode }) => statusCode)).toEqual(replies.map(() => 200));
  const [behavior, types] = replies.map((reply) => reply.json<Record<string, unknown>>());
  expect(behavior).toMatchObject({
    status: 'success',
    period: { start_date: '2026-03-01', days: 15, time_zone: 'Asia/Kathmandu' },
  });
  const counted = new Map<string, number>();
  for (const { at, type } of world.events)
    if (at >= Date.UTC(2026, 2, 12) && at < Date.UTC(2026, 3, 11))
      counted.set(type, (counted.get(type) ?? 0) + 1);
  expect(types?.['event_types']).toEqual(
    [...counted]
      .toSorted(([a, more], [b, less]) => less - more || (a < b ? -1 : 1))
      .map(([event_type, events]) => ({ event_type, events })),
  );

  const refusals = [
    [funnel({ steps: steps(1) }), '/steps'],
    [funnel({ steps: steps(50) }), '/steps'],
    [funnel({ steps: steps(2), window_seconds: 0 }), '/window_seconds'],
    [funnel({ steps: steps(2), window_seconds: 1e9 }), '/window_seconds'],
    [funnel({ steps: steps(2), order: 'backwards' }), '/order'],
    [funnel({ steps: steps(2), breakdown: { by: 'colour' } }), '/breakdown/by'],
    [funnel({ steps: steps(2), breakdown: { by: 'page', limit: 51 } }), '/breakdown/limit'],
    [people({ step: 3, outcome: 'converted' }), '/step'],
    [people({ step: 2, outcome: 'dropped_off' }), '/step'],
    [people({ step: 0, outcome: 'converted' }), '/step'],
    [people({ step: 1, outcome: 'left' }), '/outcome'],
    [people({ step: 1, outcome: 'converted', limit: 1_001 }), '/limit'],
    [people({ step: 1, outcome: 'converted', after: 'x' }), '/after'],
    [people({ step: 1, outcome: 'converted', breakdown: { by: 'page' } }), '/breakdown'],
    [group({ n_clusters: 1 }), '/n_clusters'],
    [group({ n_clusters: 21 }), '/n_clusters'],
    [server.inject({ method: 'GET', url: '/analytics/predictions/user-clusters?limit=0' }), '/query/limit'],
    [get('active?time_zone=Mars'), '/query/time_zone'],
    [get('retention?cohort=year'), '/query/cohort'],
    [get('paths?depth=0'), '/query/depth'],
    [get('behavior?start_date=2026-03-02&end_date=2026-03-01'), '/query/end_date'],
    [get('event-types?time_zone=Mars'), '/query/time_zone'],
  ] as const;
  for (const [reply, pointer] of refusals) {
    const { statusCode, json } = await reply;
    expect([statusCode, json<Problem>().errors?.map((error) => error.pointer)]).toEqual([422, [pointer]]);
  }
  await server.close();
});
