import type { Pool } from 'pg';
import type { Bus, Clock, Logger } from '#platform';
import { exclusively, readActor } from '../activity/activity-store.ts';
import { deriveRows } from '../activity/activity-worker.ts';
import { packBacklogDay } from '../activity/journey-backlog.ts';
import { deleteClusters } from '../privacy/erasure-store.ts';
import { takeOut } from '../privacy/take-out.ts';
import * as store from './simulated-store.ts';

interface GiveWayDeps {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly logger: Logger;
}

/**
 * Removes the demo's usage and figures once anybody has recorded an event that is real, in one transaction; of what is
 * real nothing changes. Returns the rows removed: 0 where there is nothing simulated, or nothing else.
 */
export async function giveWay({ pool, clock, bus }: GiveWayDeps): Promise<number> {
  if (!(await store.hasSimulated(pool)) || !(await store.hasReal(pool))) return 0;
  const removed = await exclusively(pool, async (client) => {
    // What is derived again below must not come a second time from the backlog.
    while ((await packBacklogDay(client)) > 0);
    const { events, behavior } = await store.deleteSimulated(client);
    const actors = [...new Set([...events, ...behavior].flatMap(({ actor }) => actor ?? []))];
    await takeOut(client, { events, behavior, actors }, clock.now());
    await deleteClusters(client, actors);
    // A real user may bear the name of a made-up one.
    for (const actor of await store.actorsWithRows(client, actors))
      await deriveRows(client, await readActor(client, actor, 0));
    return events.length + behavior.length + (await store.deleteDemoMetrics(client));
  });
  bus.publish('analytics.events.committed', { count: 0, days: [] });
  bus.publish('analytics.metrics.committed', { count: 0, names: [] });
  return removed;
}

/** Gives way as soon as something real is there; stops looking once nothing simulated is left. */
export function giveWayToReal(deps: GiveWayDeps): AsyncDisposable {
  const { bus, logger, pool } = deps;
  let running = Promise.resolve();
  const look = async () => {
    const rows = await giveWay(deps);
    if (rows > 0) logger.info({ rows }, 'simulated usage gave way to real events');
    if (!(await store.hasSimulated(pool))) stop();
  };
  const lookNext = () => {
    running = running
      .then(look)
      .catch((error: unknown) => logger.error({ err: error }, 'simulated usage could not be removed'));
  };
  const stop = bus.subscribe('analytics.events.committed', lookNext);
  lookNext();
  return {
    async [Symbol.asyncDispose]() {
      stop();
      await running;
    },
  };
}
