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
  const group = (payload: object) => post('predictions/user-clusters', payload);
  const steps = (count: number) => Array.from({ length: count }, () => ({ event_type: 'click' }));

  const answers = [
    get('retention?cohort=week&type=rolling'),
    get('paths?depth=2'),
    get('live'),
    funnel({ steps: steps(2) }),
    group({}),
  ];
  expect((await Promise.all(answers)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);

  const refusals = [
    [funnel({ steps: steps(1) }), '/steps'],
    [funnel({ steps: steps(50) }), '/steps'],
    [funnel({ steps: steps(2), window_seconds: 0 }), '/window_seconds'],
    [funnel({ steps: steps(2), window_seconds: 1e9 }), '/window_seconds'],
    [funnel({ steps: steps(2), order: 'backwards' }), '/order'],
    [group({ n_clusters: 1 }), '/n_clusters'],
    [group({ n_clusters: 21 }), '/n_clusters'],
    [get('retention?cohort=year'), '/query/cohort'],
    [get('paths?depth=0'), '/query/depth'],
  ] as const;
  for (const [reply, pointer] of refusals) {
    const { statusCode, json } = await reply;
    expect([statusCode, json<Problem>().errors?.map((error) => error.pointer)]).toEqual([422, [pointer]]);
  }
  await server.close();
});
