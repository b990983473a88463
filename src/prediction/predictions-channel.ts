import { type Static, Type } from 'typebox';
import { AvailableModel, PricePrediction, PricePredictionRequest } from '#contracts/price-predictions';
import type { ChannelHistory, ChannelRequest, EventChannel } from '#contracts/websocket';
import { Frame } from '#contracts/websocket';
import type { Clock } from '#platform';

/** Where changed forecasts are told: the path is that of the channel. */
export const PREDICTIONS_PATH = '/analytics/predictions';

export interface PredictionsChannelDeps {
  readonly clock: Clock;
  readonly history: ChannelHistory;
  readonly models: readonly AvailableModel[];
  readonly predict: (request: PricePredictionRequest) => Promise<PricePrediction>;
  /** Further requests, by type: of anomalies, for one. */
  readonly requests: Readonly<Record<string, ChannelRequest>>;
}

const DEFAULT_HORIZON_HOURS = 24;

const RequestPrediction = Type.Object(
  {
    type: Type.Literal('request_prediction'),
    symbol: PricePredictionRequest.properties.symbol,
    horizon_hours: Type.Optional(PricePredictionRequest.properties.horizon_hours),
  },
  { additionalProperties: false },
);

/** `/analytics/predictions`: the models on connect, then every forecast that was made or has changed. */
export function predictionsChannel(deps: PredictionsChannelDeps): EventChannel {
  const { clock, history, models, predict } = deps;
  return {
    kind: 'event',
    path: PREDICTIONS_PATH,
    scope: 'predictions:read',
    summary: 'Forecasts: the models on connect, then every forecast that is made or changes.',
    history,
    frames: {
      available_models: Type.Object({ ...Frame.properties, models: Type.Array(AvailableModel) }),
      predictions_update: Type.Object({ ...Frame.properties, data: PricePrediction }),
    },
    async snapshot() {
      const timestamp = new Date(clock.now()).toISOString();
      return [{ type: 'available_models', timestamp, models: [...models], data: { models } }];
    },
    requests: {
      request_prediction: {
        summary: 'Ask for a price forecast',
        schema: RequestPrediction,
        answers: 'prediction_response',
        answerSchema: Type.Object({ ...Frame.properties, data: PricePrediction }),
        async answer(message) {
          const { symbol, horizon_hours = DEFAULT_HORIZON_HOURS } = message as Static<
            typeof RequestPrediction
          >;
          return { data: await predict({ symbol, horizon_hours }) };
        },
      },
      ...deps.requests,
    },
  };
}
