import type { Universe } from '#market';
import type { Bus, Cache, Clock, Database, Logger, Route } from '#platform';

export interface PredictionRoomDeps {
  readonly database: Database;
  readonly bus: Bus;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where prices come from: the market room. */
  readonly market: { universe(): Promise<Universe> };
}

export interface PredictionRoom extends AsyncDisposable {
  readonly routes: Route[];
}

/** Forecasts of prices and metrics, and anomalies: each part is a folder with its own routes, made and gathered here. */
export function createPredictionRoom(_deps: PredictionRoomDeps): PredictionRoom {
  const parts = new AsyncDisposableStack();
  return {
    routes: [],
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
