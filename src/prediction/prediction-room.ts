import type { MetricSeries, SeriesRequest } from '#analytics';
import type { MetricForecastRequest } from '#contracts/metric-forecasts';
import type { AvailableModel } from '#contracts/price-predictions';
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
import { createAnomalies } from './anomalies/anomalies.ts';
import { anomalyRequests } from './anomalies/channel-requests.ts';
import { DETECTOR_NAME } from './anomalies/streams.ts';
import { startForecastThread } from './forecast/forecast-thread.ts';
import { forecastMetric } from './metrics/metric-forecaster.ts';
import { metricForecastRoutes } from './metrics/routes.ts';
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
  /** Where metrics come from: the analytics room. */
  readonly analytics: { series(request: SeriesRequest): Promise<MetricSeries> };
}

export interface PredictionRoom extends AsyncDisposable {
  readonly routes: Route[];
  readonly channels: Channel[];
  /** Starts the jobs of the worker role; `demo` also makes forecasts of the past on simulated prices. */
  startJobs(options: { readonly demo: boolean }): AsyncDisposable;
}

const DETECTOR: AvailableModel = {
  name: DETECTOR_NAME,
  description: 'How far a value, its changes and its residuals go beyond their own previous range',
  predicts: 'anomalies',
};

/** Forecasts of prices and metrics, and anomalies: each part is a folder with its own routes, made and gathered here. */
export function createPredictionRoom(deps: PredictionRoomDeps): PredictionRoom {
  const parts = new AsyncDisposableStack();
  const history = createChannelLog(deps.database.pool, PREDICTIONS_PATH);
  const prices = parts.use(createPrices({ ...deps, channel: history }));
  const thread = parts.use(startForecastThread());
  const series = (request: SeriesRequest) => deps.analytics.series(request);
  const forecast = (request: MetricForecastRequest) => forecastMetric({ series, thread }, request);
  const anomalies = parts.use(createAnomalies(deps));
  const requests = anomalyRequests(anomalies.find);
  return {
    routes: [...prices.routes, ...metricForecastRoutes({ ...deps, forecast }), ...anomalies.routes],
    channels: [
      predictionsChannel({ ...deps, ...prices, models: [...prices.models, DETECTOR], history, requests }),
    ],
    startJobs({ demo }) {
      const jobs = new AsyncDisposableStack();
      jobs.use(prices.startJobs({ rehearse: demo }));
      jobs.use(anomalies.startWatch());
      return jobs;
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
