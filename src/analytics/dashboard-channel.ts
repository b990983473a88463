import { AnnotationsChanged } from '#contracts/annotations';
import { DashboardResponse, DashboardUpdate, RequestDashboard } from '#contracts/dashboards';
import type { BusEventName } from '#contracts/events';
import type { Frame, Outlet, StateChannel } from '#contracts/websocket';
import { type Bus, type Clock, DomainError, type Logger } from '#platform';
import type { Dashboard, Dashboards } from './dashboards.ts';
import type { MetricStore } from './metrics/metric-store.ts';
import { metricsRequest } from './metrics/metrics-channel.ts';
import { type Pace, paced } from './paced.ts';

export interface DashboardChannelDeps {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly dashboards: Dashboards;
  readonly metrics: MetricStore;
}

/**
 * `/analytics/dashboard`: every dashboard on connect, then each one again whenever its figures change. Annotations are
 * read over HTTP, for a period; here one is told that they have changed.
 */
export function dashboardChannel(deps: DashboardChannelDeps): StateChannel {
  const { dashboards, metrics } = deps;
  return {
    kind: 'state',
    path: '/analytics/dashboard',
    scope: 'analytics:read',
    summary: 'Dashboards: a snapshot on connect, then updates as data change; and when annotations change.',
    frames: { dashboard_update: DashboardUpdate, annotations_changed: AnnotationsChanged },
    async snapshot() {
      const frames = await Promise.all(dashboards.all.map((dashboard) => frameIfAny(dashboards, dashboard)));
      return [...frames.filter((frame) => frame !== undefined), annotationsChanged(deps.clock)];
    },
    startUpdates(outlet) {
      const updates = new DisposableStack();
      updates.use(publishUpdates(deps, outlet));
      updates.use(tellOfAnnotations(deps, outlet));
      return updates;
    },
    requests: {
      request_dashboard: {
        summary: 'Ask for one dashboard',
        schema: RequestDashboard,
        answers: 'dashboard_response',
        answerSchema: DashboardResponse,
        async answer(message) {
          const { dashboard_type: type, as_of: asOf } = message as { dashboard_type: string; as_of?: string };
          const { dashboard_type, data } = await parsed(dashboards.answer(type, asOf));
          return { dashboard_type, data };
        },
      },
      request_metrics: metricsRequest(metrics),
    },
  };
}

/** Between two updates of one dashboard; the first of a burst goes at once. */
const UPDATE_PACE: Pace = { leastGapMs: 100, restPerWork: 3 };

/** Publishes a dashboard whenever a fact it depends on is told on the bus, or may have been while we could not hear. */
function publishUpdates({ bus, logger, dashboards }: DashboardChannelDeps, outlet: Outlet): Disposable {
  const stops = dashboards.all.flatMap((dashboard) => {
    const refresh = paced(async () => {
      if (!outlet.isWatched()) return;
      try {
        const frame = await frameIfAny(dashboards, dashboard);
        if (frame !== undefined) outlet.publish(frame, dashboard.type);
      } catch (error) {
        logger.warn({ err: error, dashboard: dashboard.type }, 'a dashboard could not be updated');
      }
    }, UPDATE_PACE);
    const events: BusEventName[] = [...dashboard.changedBy, 'bus.resumed'];
    return events.map((event) => bus.subscribe(event, refresh));
  });
  return {
    [Symbol.dispose]() {
      for (const stop of stops) stop();
    },
  };
}

/** Also when others could not be heard for a while: they may have changed some meanwhile. */
function tellOfAnnotations({ bus, clock }: DashboardChannelDeps, outlet: Outlet): Disposable {
  const stops = (['annotations.changed', 'bus.resumed'] as const).map((event) =>
    bus.subscribe(event, () => outlet.publish(annotationsChanged(clock), 'annotations')),
  );
  return {
    [Symbol.dispose]() {
      for (const stop of stops) stop();
    },
  };
}

function annotationsChanged(clock: Clock): Frame {
  return { type: 'annotations_changed', timestamp: new Date(clock.now()).toISOString() };
}

/** A dashboard's frame; undefined while there is nothing to show yet, which is no failure. */
async function frameIfAny(dashboards: Dashboards, { type }: Dashboard): Promise<Frame | undefined> {
  try {
    const { timestamp, data } = await parsed(dashboards.answer(type, undefined));
    return { type: 'dashboard_update', timestamp, dashboard_type: type, data };
  } catch (error) {
    if (error instanceof DomainError && error.code === 'no-market-data') return undefined;
    throw error;
  }
}

async function parsed(
  answer: ReturnType<Dashboards['answer']>,
): Promise<{ timestamp: string; dashboard_type: string; data: unknown }> {
  return JSON.parse((await answer).json.toString()) as {
    timestamp: string;
    dashboard_type: string;
    data: unknown;
  };
}
