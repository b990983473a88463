import type { Channel } from '#contracts/websocket';
import type { Universe } from '#market';
import {
  type Bus,
  type Cache,
  type Clock,
  createChannelLog,
  type Database,
  type Logger,
  type Route,
} from '#platform';
import { PREDICTIONS_PATH, predictionsChannel } from './predictions-channel.ts';
import { createPrices } from './prices/prices.ts';

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
  readonly channels: Channel[];
  /** Starts the jobs of the worker role; `demo` also makes forecasts of the past on simulated prices. */
  startJobs(options: { readonly demo: boolean }): AsyncDisposable;
}

/** Forecasts of prices and metrics, and anomalies: each part is a folder with its own routes, made and gathered here. */
export function createPredictionRoom(deps: PredictionRoomDeps): PredictionRoom {
  const parts = new AsyncDisposableStack();
  const history = createChannelLog(deps.database.pool, PREDICTIONS_PATH);
  const prices = parts.use(createPrices({ ...deps, channel: history }));
  return {
    routes: [...prices.routes],
    channels: [predictionsChannel({ ...deps, ...prices, history, requests: {} })],
    startJobs: ({ demo }) => prices.startJobs({ rehearse: demo }),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
