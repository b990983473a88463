import type { Channel, Frame } from '#contracts/websocket';
import type { Bus, Cache, Clock, Database, Logger, Route } from '#platform';
import { DASHBOARD_CHANNEL, dashboardChannel, publishUpdates } from './dashboard-channel.ts';
import { createDashboards, type Dashboard } from './dashboards.ts';
import { createMetricStore } from './metric-store.ts';
import { dashboardRoutes } from './routes.ts';

export interface AnalyticsRoom {
  readonly routes: Route[];
  readonly channels: Channel[];
  /** Starts sending updates to the sockets; the frame's channel and replacement key come with it. */
  startUpdates(publish: (path: string, frame: Frame, key: string) => void): Disposable;
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

export function createAnalyticsRoom(deps: AnalyticsDeps): AnalyticsRoom {
  const dashboards = createDashboards(deps);
  return {
    routes: dashboardRoutes({ ...deps, dashboards }),
    channels: [dashboardChannel(dashboards, createMetricStore(deps.database.pool))],
    startUpdates: (publish) =>
      publishUpdates({
        ...deps,
        dashboards,
        publish: (frame, key) => publish(DASHBOARD_CHANNEL, frame, key),
      }),
  };
}
