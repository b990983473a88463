export { inBatches } from './batches.ts';
export { type Bus, createBus } from './bus.ts';
export { type Cache, type CachedBody, createMemoryCache } from './cache.ts';
export { type ChannelLog, createChannelLog } from './channel-log.ts';
export { type Clock, systemClock } from './clock.ts';
export { ConfigError, type ConfigMistake, type Environment, readConfig } from './config.ts';
export { makeDirectory } from './embedded-postgres/files.ts';
export { acquireDatabaseServer, type DatabaseServer } from './embedded-postgres/index.ts';
export { DomainError, type FieldError, reasonOf, SetupError } from './errors.ts';
export type { HealthCheck } from './health.ts';
export { createForwarder } from './http/forward.ts';
export { createHttpServer, type Guard, type RequestObservation, type Standing } from './http/http-server.ts';
export { type CheckedItems, itemChecker, MAX_ITEMS } from './http/items.ts';
export { refuseSocket } from './http/refuse-socket.ts';
export { sendCached } from './http/reply.ts';
export { defineRoute, type Route, type RouteRequest } from './http/route.ts';
export { type SseWriter, sseFrame, startSse } from './http/sse.ts';
export { success } from './http/success.ts';
export { type Check, checkBody, fieldErrors } from './http/validate.ts';
export { createIdempotencyStore, type IdempotencyStore } from './idempotency/idempotency-store.ts';
export type { Job, JobReport } from './jobs/job.ts';
export { createJobStore, type JobRun, type JobStore } from './jobs/job-store.ts';
export { nextDue, scheduleText } from './jobs/schedule.ts';
export { runJob, type Scheduler, startScheduler } from './jobs/scheduler.ts';
export { createLogger, type Logger } from './logger.ts';
export {
  addTo,
  type BucketCounts,
  createBuckets,
  histogramSamples,
  type MetricFamily,
  type MetricSample,
} from './metric-family.ts';
export { awaitSchema, MigrationError, migrate, pendingMigrations } from './migrate.ts';
export {
  clientOptions,
  type Database,
  inTransaction,
  openDatabase,
  type PostgresAddress,
} from './postgres.ts';
export { createPostgresBus, type PostgresBus } from './postgres-bus.ts';
export { toProblem } from './problem.ts';
export { PROBLEMS, type ProblemCode } from './problem-catalogue.ts';
export { openRedis, type Redis } from './redis.ts';
export { createReplicaBus } from './replica-bus.ts';
export { openApiRoute, systemRoutes } from './system-routes.ts';
export { createTelemetry, type Telemetry } from './telemetry.ts';
export { startTracing, type Tracing } from './tracing.ts';
export { answerJobs, startWorkerThread, type WorkerThread } from './worker-thread.ts';
