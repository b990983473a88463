import type { Config } from '#contracts/config';
import type { Channel } from '#contracts/websocket';
import {
  type Bus,
  type Cache,
  type Clock,
  type Database,
  type Logger,
  type RequestObservation,
  type Route,
} from '#platform';
import { createActivity } from './activity/activity-worker.ts';
import { createAlerts } from './alerts/alerts.ts';
import type { SessionChanges } from './alerts/look.ts';
import { annotationRoutes } from './annotations/routes.ts';
import { createClusters } from './behavior/clusters.ts';
import { behaviorDashboard, behaviorRoutes } from './behavior/routes.ts';
import { createBusiness } from './business/business.ts';
import { businessDashboard, businessRoutes, EVENTS_TAG } from './business/routes.ts';
import { collectRoutes } from './collect/routes.ts';
import { dashboardChannel } from './dashboard-channel.ts';
import { createDashboards, type Dashboard } from './dashboards.ts';
import { exportRoutes } from './export/routes.ts';
import { createIngest, type Ingest } from './ingest/ingest.ts';
import { ingestRoutes } from './ingest/routes.ts';
import { createMetricStore } from './metrics/metric-store.ts';
import { metricsChannel } from './metrics/metrics-channel.ts';
import { metricRoutes } from './metrics/routes.ts';
import { createSummary } from './metrics/summary.ts';
import { createCloudWatchSource } from './performance/cloudwatch.ts';
import { createPerformance } from './performance/performance.ts';
import { createRequestMeter } from './performance/request-meter.ts';
import { PERFORMANCE_TAG, performanceDashboard, performanceRoutes } from './performance/routes.ts';
import { recordAiRequests, recordPortfolios, startSampler } from './performance/sampler.ts';
import { privacyRoutes } from './privacy/routes.ts';
import { dashboardRoutes } from './routes.ts';
import { type MetricSeries, readMetricSeries, type SeriesRequest } from './series/metric-series.ts';
import { giveWayToReal } from './simulated/give-way.ts';
import { RETENTION_DAYS } from './upkeep/upkeep.ts';
import { viewRoutes } from './views/routes.ts';
import { createViewStore } from './views/view-store.ts';

export interface AnalyticsRoom extends AsyncDisposable {
  readonly routes: Route[];
  readonly channels: Channel[];
  /** For rooms that record what they know: portfolio values, for one. */
  readonly ingest: Ingest;
  /** A stored or derived metric at regular steps; see `readMetricSeries`. */
  series(request: SeriesRequest): Promise<MetricSeries>;
  /** Told of every answered request. */
  observeRequest(observation: RequestObservation): void;
  /** Starts measuring this process. */
  startSampling(): AsyncDisposable;
  /** Starts what the worker role does as facts come in. */
  startJobs(): AsyncDisposable;
}

export interface AnalyticsDeps {
  readonly config: Pick<Config, 'dataDir' | 'aws' | 'allowPrivateWebhooks'>;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly database: Database;
  readonly logger: Logger;
  /** Dashboards whose figures other rooms know. */
  readonly dashboards: readonly Dashboard[];
  /** How the prices of the last session have changed, as of a day counted from 1970-01-01 or of now. */
  sessionChanges(asOf?: number): Promise<SessionChanges>;
}

export function createAnalyticsRoom(deps: AnalyticsDeps): AnalyticsRoom {
  const { pool, readOnly } = deps.database;
  const ingest = createIngest({ ...deps, retentionDays: RETENTION_DAYS });
  const activity = createActivity({ ...deps, pool, readOnly });
  const business = createBusiness({ ...deps, pool, activity });
  const behavior = { pool, clock: deps.clock, activity };
  const clusters = createClusters(behavior);
  const { aws } = deps.config;
  const infrastructure = aws === undefined ? undefined : createCloudWatchSource({ ...deps, aws });
  const performance = createPerformance({ ...deps, pool, infrastructure });
  const meter = createRequestMeter();
  const metrics = createMetricStore(pool);
  const dashboards = createDashboards({
    ...deps,
    dashboards: [
      businessDashboard(business),
      behaviorDashboard(behavior),
      performanceDashboard(performance),
      ...deps.dashboards,
    ],
  });
  const summary = createSummary({ ...deps, metrics, dashboards: dashboards.all.length });
  const views = createViewStore(pool);
  const alerts = createAlerts({ ...deps, allowPrivateWebhooks: deps.config.allowPrivateWebhooks });
  const stopAgeing = ageAnswers(deps);
  const sampling = { ...deps, ingest, meter, dataDir: deps.config.dataDir };
  return {
    routes: [
      ...dashboardRoutes({ ...deps, dashboards, views }),
      ...viewRoutes({ ...deps, dashboards, views }),
      ...ingestRoutes({ ...deps, ingest, retentionDays: RETENTION_DAYS }),
      ...businessRoutes({ ...deps, business }),
      ...behaviorRoutes({ ...behavior, clusters }),
      ...performanceRoutes({ ...deps, performance }),
      ...metricRoutes({ ...deps, metrics, summary }),
      ...privacyRoutes({ ...deps, pool }),
      ...exportRoutes({ ...deps, pool }),
      ...collectRoutes(),
      ...annotationRoutes({ ...deps, pool }),
      ...alerts.routes,
    ],
    channels: [
      dashboardChannel({ ...deps, dashboards, metrics }),
      metricsChannel({ ...deps, metrics, summary }),
      alerts.channel,
    ],
    ingest,
    series: (request) => readMetricSeries({ ...deps, pool, activity }, request),
    observeRequest: (observation) => meter.observe(observation),
    startSampling: () => startSampler(sampling),
    startJobs() {
      const jobs = new AsyncDisposableStack();
      jobs.use(activity.follow());
      jobs.use(giveWayToReal({ ...deps, pool }));
      jobs.use(recordAiRequests(sampling));
      jobs.use(recordPortfolios(sampling));
      jobs.use(alerts.start());
      return jobs;
    },
    async [Symbol.asyncDispose]() {
      stopAgeing();
      await alerts[Symbol.asyncDispose]();
      await clusters[Symbol.asyncDispose]();
      await ingest[Symbol.asyncDispose]();
      await activity[Symbol.asyncDispose]();
    },
  };
}

/** Cached answers end when what they are made of changes, and with the minute, for "the last 30 days" moves on. */
function ageAnswers({ bus, cache }: Pick<AnalyticsDeps, 'bus' | 'cache'>): () => void {
  const stops = [
    bus.subscribe('analytics.events.committed', () => cache.bump([EVENTS_TAG])),
    bus.subscribe('analytics.metrics.committed', () => cache.bump([PERFORMANCE_TAG])),
    bus.subscribe('bus.resumed', () => cache.bump([EVENTS_TAG, PERFORMANCE_TAG])),
  ];
  const timer = setInterval(() => cache.bump([EVENTS_TAG, PERFORMANCE_TAG]), 60_000).unref();
  return () => {
    for (const stop of stops) stop();
    clearInterval(timer);
  };
}
