import {
  LatestMetrics,
  MetricsSummaryFrame,
  MetricsUpdate,
  RequestSummary,
  SummaryResponse,
} from '#contracts/analytics';
import { RequestMetrics } from '#contracts/dashboards';
import type { ChannelRequest, Outlet, StateChannel } from '#contracts/websocket';
import type { Bus, Clock, Logger } from '#platform';
import { type Pace, paced } from '../paced.ts';
import type { MetricStore } from './metric-store.ts';
import type { Summary } from './summary.ts';

export interface MetricsChannelDeps {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: MetricStore;
  readonly summary: Summary;
}

/** `/analytics/metrics`: what is recorded on connect, then every metric whose value was committed. */
export function metricsChannel(deps: MetricsChannelDeps): StateChannel {
  const { metrics, summary } = deps;
  return {
    kind: 'state',
    path: '/analytics/metrics',
    scope: 'analytics:read',
    summary: 'Metrics: a summary on connect, then new values as they are committed.',
    frames: { metrics_summary: MetricsSummaryFrame, metrics_update: MetricsUpdate },
    async snapshot() {
      const { timestamp, summary: data } = await summary.read();
      return [{ type: 'metrics_summary', timestamp, data }];
    },
    startUpdates: (outlet) => publishUpdates(deps, outlet),
    requests: {
      request_metrics: metricsRequest(metrics),
      request_summary: {
        summary: 'Ask how much has been recorded',
        schema: RequestSummary,
        answers: 'summary_response',
        answerSchema: SummaryResponse,
        answer: async () => ({ data: (await summary.read()).summary }),
      },
    },
  };
}

export function metricsRequest(metrics: MetricStore): ChannelRequest {
  return {
    summary: 'Ask for the latest values of metrics',
    schema: RequestMetrics,
    answers: 'metrics_response',
    answerSchema: LatestMetrics,
    answer: async (message) => ({ data: await metrics.latest((message as RequestMetrics).metrics) }),
  };
}

/** Between two updates; the first of a burst goes at once. */
const UPDATE_PACE: Pace = { leastGapMs: 20, restPerWork: 1 };

/**
 * One frame a metric, so that a client that lags misses old values and never a metric. Every metric again once others
 * are heard again: some may have changed meanwhile.
 */
function publishUpdates({ bus, clock, logger, metrics }: MetricsChannelDeps, outlet: Outlet): Disposable {
  let changed: ReadonlySet<string> | 'all' = new Set();
  const alsoChanged = (more: ReadonlySet<string> | 'all') => {
    changed = changed === 'all' || more === 'all' ? 'all' : changed.union(more);
  };
  const refresh = paced(async () => {
    const due = changed;
    changed = new Set();
    try {
      const found = await metrics.realtime(due === 'all' ? undefined : [...due]);
      const timestamp = new Date(clock.now()).toISOString();
      for (const [name, value] of Object.entries(found))
        outlet.publish({ type: 'metrics_update', timestamp, data: { [name]: value } }, name);
    } catch (error) {
      alsoChanged(due);
      logger.warn({ err: error }, 'changed metrics could not be read');
    }
  }, UPDATE_PACE);
  const tell = (names: ReadonlySet<string> | 'all') => {
    if (!outlet.isWatched()) return;
    alsoChanged(names);
    refresh();
  };
  const updates = new DisposableStack();
  updates.defer(bus.subscribe('analytics.metrics.committed', ({ names }) => tell(new Set(names))));
  updates.defer(bus.subscribe('bus.resumed', () => tell('all')));
  return updates;
}
