import type { Anomalies, AnomaliesBody } from '#contracts/anomalies';
import type { Universe } from '#market';
import { type Bus, type Clock, type Database, type Logger, type Route, startWorkerThread } from '#platform';
import type { Job } from './anomalies-worker.ts';
import { createAnomalyStore } from './anomaly-store.ts';
import { findAnomalies } from './find-anomalies.ts';
import { anomalyRoutes } from './routes.ts';
import { type AnomalyWatch, startAnomalyWatch } from './watch.ts';

export interface AnomaliesDeps {
  readonly database: Database;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly market: { universe(): Promise<Universe> };
}

/** Anomalies on request, and those found as values come in. */
export interface AnomaliesPart extends AsyncDisposable {
  readonly routes: Route[];
  /**
   * The most anomalous points of a symbol or a metric; judged on a thread of its own.
   * @throws DomainError unknown-symbol, unknown-metric, no-market-data, insufficient-history, invalid-fields
   */
  readonly find: (request: AnomaliesBody) => Promise<Anomalies>;
  /** The streaming detector; for the worker role. */
  startWatch(): AnomalyWatch;
}

const TIME_LIMIT_MS = 60_000;

export function createAnomalies(deps: AnomaliesDeps): AnomaliesPart {
  const { pool } = deps.database;
  const thread = startWorkerThread<Job>(new URL('./anomalies-worker.ts', import.meta.url), {
    name: 'The anomaly detector',
    timeLimitMs: TIME_LIMIT_MS,
    fix: 'Try again; other series may have been waiting.',
  });
  const find = (request: AnomaliesBody) => findAnomalies({ ...deps, pool, thread }, request);
  return {
    routes: anomalyRoutes({ ...deps, store: createAnomalyStore(pool), find }),
    find,
    startWatch: () => startAnomalyWatch({ ...deps, pool }),
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}
