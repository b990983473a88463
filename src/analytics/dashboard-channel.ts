import { AnnotationsChanged } from '#contracts/annotations';
import { DashboardError, DashboardResponse, DashboardUpdate, RequestDashboard } from '#contracts/dashboards';
import type { BusEventName } from '#contracts/events';
import type { Frame, Outlet, StateChannel } from '#contracts/websocket';
import type { Bus, Clock, Logger } from '#platform';
import { DASHBOARD_PATH, dashboardFrame, parsedAnswer } from './dashboard-frames.ts';
import type { Dashboards } from './dashboards.ts';
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
 * `/analytics/dashboard`: every dashboard on connect, then each one again whenever its figures change. One that cannot
 * be computed is told as an error and tried again until it can. Annotations are read over HTTP, for a period; here one
 * is told that they have changed.
 */
export function dashboardChannel(deps: DashboardChannelDeps): StateChannel {
  const { dashboards, metrics } = deps;
  /** Shown to somebody as failed, and not yet shown to work again. */
  const failing = new Set<string>();
  return {
    kind: 'state',
    path: DASHBOARD_PATH,
    scope: 'analytics:read',
    summary: 'Dashboards: a snapshot on connect, then updates as data change; and when annotations change.',
    frames: {
      dashboard_update: DashboardUpdate,
      annotations_changed: AnnotationsChanged,
      error: DashboardError,
    },
    async snapshot() {
      const frames = await Promise.all(
        dashboards.all.map(async ({ type }) => {
          const frame = await dashboardFrame(deps, type);
          if (isError(frame)) failing.add(type);
          return frame;
        }),
      );
      return [...frames.filter((frame) => frame !== undefined), annotationsChanged(deps.clock)];
    },
    startUpdates(outlet) {
      const updates = new DisposableStack();
      updates.use(publishUpdates(deps, outlet, failing));
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
          const { dashboard_type, data } = await parsedAnswer(dashboards.answer(type, asOf));
          return { dashboard_type, data };
        },
      },
      request_metrics: metricsRequest(metrics),
    },
  };
}

/** Between two updates of one dashboard; the first of a burst goes at once. */
const UPDATE_PACE: Pace = { leastGapMs: 100, restPerWork: 3 };

/** How soon a dashboard that could not be computed is tried again, where no fact asks for it before. */
const RETRY_MS = 5_000;

/** Publishes a dashboard whenever a fact it depends on is told on the bus, or may have been while we could not hear. */
function publishUpdates(deps: DashboardChannelDeps, outlet: Outlet, failing: Set<string>): Disposable {
  const { bus, dashboards } = deps;
  const updates = new DisposableStack();
  for (const { type, changedBy } of dashboards.all) {
    const refresh = paced(async () => {
      if (!outlet.isWatched()) return;
      const frame = await dashboardFrame(deps, type);
      const isKnown = isError(frame) && failing.has(type);
      if (isError(frame)) failing.add(type);
      else failing.delete(type);
      if (frame !== undefined && !isKnown) outlet.publish(frame, type);
    }, UPDATE_PACE);
    const events: BusEventName[] = [...changedBy, 'bus.resumed'];
    for (const event of events) updates.defer(bus.subscribe(event, refresh));
    const retry = setInterval(() => failing.has(type) && refresh(), RETRY_MS).unref();
    updates.defer(() => clearInterval(retry));
  }
  return updates;
}

function isError(frame: Frame | undefined): boolean {
  return frame?.type === 'error';
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
