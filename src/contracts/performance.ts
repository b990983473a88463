import { type Static, Type } from 'typebox';
import { Instant } from './common.ts';

const Nullable = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });
const Success = { status: Type.Literal('success'), timestamp: Instant };
const Reasons = Type.Record(Type.String(), Type.String(), { description: 'Why a figure is null' });

/** Points of one figure over time, for charts. */
export const Series = Type.Array(Type.Object({ timestamp: Instant, value: Type.Number() }));
export type Series = Static<typeof Series>;

export const SystemMetrics = Type.Object({
  cpu_usage: Nullable('Percent of all cores'),
  memory_usage: Nullable('Percent of the memory'),
  disk_usage: Nullable('Percent of the data volume'),
  network_usage: Nullable('Bytes per second, in and out'),
});
export type SystemMetrics = Static<typeof SystemMetrics>;

export const ApiMetrics = Type.Object({
  request_rate: Nullable('Requests per second over the last minute'),
  response_time: Nullable('Mean milliseconds over the last minute'),
  error_rate: Nullable('Percent of answers with status 5xx'),
  throughput: Nullable('Bytes answered per second'),
});
export type ApiMetrics = Static<typeof ApiMetrics>;

export const DatabaseMetrics = Type.Object({
  connection_pool: Type.Object({ total: Type.Integer(), idle: Type.Integer(), waiting: Type.Integer() }),
  query_performance: Type.Object({
    transactions_per_second: Nullable('Committed and rolled back'),
    commit_ms: Nullable('Mean milliseconds of an ingest commit over the last minute'),
    longest_running_ms: Nullable('The oldest active statement'),
    buffer_hit_rate: Nullable('Percent of block reads served from memory'),
    deadlocks: Nullable('Since the statistics were reset'),
  }),
  cache_hit_rate: Nullable('Percent of answers from the cache'),
  replication_lag: Nullable('Seconds behind the writer'),
});
export type DatabaseMetrics = Static<typeof DatabaseMetrics>;

export const InfrastructureMetrics = Type.Object({
  ecs_tasks: Nullable('Running tasks of this region’s cluster'),
  alb_health: Nullable('Percent of the targets of this region’s load balancer that are healthy'),
  cloudfront_hits: Nullable('Cache hit rate, percent, worldwide'),
  lambda_invocations: Nullable('Of the function at the edge, in this region, over the last hour'),
});
export type InfrastructureMetrics = Static<typeof InfrastructureMetrics>;

export const AiMetrics = Type.Object({
  requests: Type.Integer(),
  failures: Type.Integer(),
  average_latency_ms: Nullable('Mean'),
  cost_usd: Type.Number(),
});
export type AiMetrics = Static<typeof AiMetrics>;

export const Performance = Type.Object({
  system_metrics: SystemMetrics,
  api_metrics: ApiMetrics,
  database_metrics: DatabaseMetrics,
  infrastructure_metrics: InfrastructureMetrics,
  ai_metrics: AiMetrics,
  reasons: Reasons,
  series: Type.Record(Type.String(), Series, { description: 'The last hours of the main figures' }),
  meta: Type.Object({ as_of: Instant, source: Type.String(), simulated: Type.Boolean() }),
});
export type Performance = Static<typeof Performance>;

export const HoursQuery = Type.Object(
  { hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 48, description: '24 unless told' })) },
  { additionalProperties: false },
);

export const SystemPerformanceAnswer = Type.Object({
  ...Success,
  system_performance: Type.Object({
    ...SystemMetrics.properties,
    reasons: Reasons,
    series: Type.Record(Type.String(), Series),
  }),
});

export type SystemPerformanceAnswer = Static<typeof SystemPerformanceAnswer>;

export const RoutePerformance = Type.Object({
  method: Type.String(),
  route: Type.String(),
  requests: Type.Integer(),
  errors: Type.Integer(),
  error_rate: Nullable('Percent'),
  average_ms: Nullable('Mean'),
  p50_ms: Nullable('The median, read off the histogram'),
  p95_ms: Nullable('The 95th percentile, read off the histogram'),
  p99_ms: Nullable('The 99th percentile, read off the histogram'),
  maximum_ms: Nullable('Longest'),
});
export type RoutePerformance = Static<typeof RoutePerformance>;

export const ApiPerformanceAnswer = Type.Object({
  ...Success,
  api_performance: Type.Object({
    ...ApiMetrics.properties,
    reasons: Reasons,
    routes: Type.Array(RoutePerformance),
    series: Type.Record(Type.String(), Series),
  }),
});

export type ApiPerformanceAnswer = Static<typeof ApiPerformanceAnswer>;

export const PerformanceMetricsAnswer = Type.Object({
  ...Success,
  system: SystemMetrics,
  api: ApiMetrics,
  database: DatabaseMetrics,
  reasons: Reasons,
});

export const CacheMetricsAnswer = Type.Object({
  ...Success,
  cache: Type.Object({
    hits: Type.Integer(),
    misses: Type.Integer(),
    hit_rate: Nullable('Percent'),
  }),
});

export const CdnMetricsAnswer = Type.Object({
  ...Success,
  cdn: Type.Object({ hit_rate: Nullable('Percent') }),
  reasons: Reasons,
});

export const DatabaseMetricsAnswer = Type.Object({ ...Success, database: DatabaseMetrics, reasons: Reasons });
