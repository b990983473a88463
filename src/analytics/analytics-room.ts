import type { Channel, Frame } from '#contracts/websocket';
import type { Bus, Cache, Clock, Database, Logger, Route } from '#platform';
import { DASHBOARD_CHANNEL, dashboardChannel, publishUpdates } from './dashboard-channel.ts';
import { createDashboards, type Dashboard } from './dashboards.ts';
import { createIngest } from './ingest/ingest.ts';
import { ingestRoutes } from './ingest/routes.ts';
import { createMetricStore } from './metric-store.ts';
import { dashboardRoutes } from './routes.ts';
import { createRetentionStore } from './upkeep/retention-store.ts';
import { startUpkeep } from './upkeep/upkeep.ts';

export interface AnalyticsRoom extends AsyncDisposable {
  readonly routes: Route[];
  readonly channels: Channel[];
  /** Starts sending updates to the sockets; the frame's channel and replacement key come with it. */
  startUpdates(publish: (path: string, frame: Frame, key: string) => void): Disposable;
  /** Starts the jobs of the worker role. */
  startJobs(): AsyncDisposable;
}

export interface AnalyticsDeps {
  readonly cache: Cache;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly database: Database;
  readonly logger: Logger;
  /** Dashboards whose figures other rooms know. */
  readonly dashboards: readonly Dashboard[];
}

/** Raw rows are kept this long; rollups, user sets and first-seen times outlive them. */
const RETENTION_DAYS = 90;

export function createAnalyticsRoom(deps: AnalyticsDeps): AnalyticsRoom {
  const { database } = deps;
  const dashboards = createDashboards(deps);
  const ingest = createIngest({ ...deps, retentionDays: RETENTION_DAYS });
  return {
    routes: [
      ...dashboardRoutes({ ...deps, dashboards }),
      ...ingestRoutes({ ...deps, ingest, retentionDays: RETENTION_DAYS }),
    ],
    channels: [dashboardChannel(dashboards, createMetricStore(database.pool))],
    startUpdates: (publish) =>
      publishUpdates({
        ...deps,
        dashboards,
        publish: (frame, key) => publish(DASHBOARD_CHANNEL, frame, key),
      }),
    startJobs: () =>
      startUpkeep({
        ...deps,
        retention: createRetentionStore(database.pool),
        idempotency: ingest.idempotency,
        retentionDays: RETENTION_DAYS,
      }),
    [Symbol.asyncDispose]: () => ingest[Symbol.asyncDispose](),
  };
}
