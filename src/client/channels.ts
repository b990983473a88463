import type { Static } from 'typebox';
import type {
  AcknowledgeAlert,
  AlertAcknowledged,
  AlertsResponse,
  AlertsSummaryFrame,
  AlertsUpdateFrame,
  RequestAlerts,
} from '#contracts/alerts';
import type {
  LatestMetrics,
  MetricsSummaryFrame,
  MetricsUpdate,
  RequestSummary,
  SummaryResponse,
} from '#contracts/analytics';
import type { AnnotationsChanged } from '#contracts/annotations';
import type { Anomalies, AnomaliesBody } from '#contracts/anomalies';
import type { Problem } from '#contracts/common';
import type {
  DashboardError,
  DashboardResponse,
  DashboardUpdate,
  RequestDashboard,
  RequestMetrics,
} from '#contracts/dashboards';
import type { AvailableModel, PricePrediction } from '#contracts/price-predictions';
import type { Frame, ResumedFrame } from '#contracts/websocket';

interface MetricsRequest {
  readonly request_metrics: [RequestMetrics, Static<typeof LatestMetrics>];
}

interface Told {
  readonly timestamp: string;
}

interface AvailableModels extends Told {
  readonly type: 'available_models';
  readonly models: readonly AvailableModel[];
}

interface PredictionsUpdate extends Told {
  readonly type: 'predictions_update';
  readonly data: PricePrediction;
}

interface PredictionResponse extends Told {
  readonly type: 'prediction_response';
  readonly data: PricePrediction;
}

interface RequestPrediction {
  readonly type: 'request_prediction';
  readonly symbol: string;
  readonly horizon_hours?: number;
}

interface RequestAnomalies extends Partial<AnomaliesBody> {
  readonly type: 'request_anomalies';
}

interface AnomaliesResponse extends Told {
  readonly type: 'anomalies_response';
  readonly data: Anomalies;
}

/** The channels by name, each with what it sends by itself and its requests as pairs of question and answer. */
export interface Channels {
  readonly dashboard: {
    readonly frame:
      | Static<typeof DashboardUpdate>
      | Static<typeof DashboardError>
      | Static<typeof AnnotationsChanged>;
    readonly requests: MetricsRequest & {
      readonly request_dashboard: [Static<typeof RequestDashboard>, Static<typeof DashboardResponse>];
    };
  };
  readonly metrics: {
    readonly frame: Static<typeof MetricsSummaryFrame> | Static<typeof MetricsUpdate>;
    readonly requests: MetricsRequest & {
      readonly request_summary: [Static<typeof RequestSummary>, Static<typeof SummaryResponse>];
    };
  };
  readonly predictions: {
    readonly frame: AvailableModels | PredictionsUpdate;
    readonly requests: {
      readonly request_prediction: [RequestPrediction, PredictionResponse];
      readonly request_anomalies: [RequestAnomalies, AnomaliesResponse];
    };
  };
  readonly alerts: {
    readonly frame: Static<typeof AlertsSummaryFrame> | Static<typeof AlertsUpdateFrame>;
    readonly requests: {
      readonly request_alerts: [Static<typeof RequestAlerts>, Static<typeof AlertsResponse>];
      readonly acknowledge_alert: [Static<typeof AcknowledgeAlert>, Static<typeof AlertAcknowledged>];
    };
  };
}
export type ChannelName = keyof Channels;

/** A frame of a channel; event channels say after a reconnect whether all was recovered. */
export type FrameOf<Name extends ChannelName> = Channels[Name]['frame'] | Static<typeof ResumedFrame>;

type Pairs<Name extends ChannelName> = Channels[Name]['requests'];
export type RequestOf<Name extends ChannelName> = {
  [Type in keyof Pairs<Name>]: Pairs<Name>[Type] extends [infer Question, unknown] ? Question : never;
}[keyof Pairs<Name>];
export type AnswerTo<Name extends ChannelName, Question> = {
  [Type in keyof Pairs<Name>]: Question extends { readonly type: Type }
    ? Pairs<Name>[Type] extends [unknown, infer Answer]
      ? Answer
      : never
    : never;
}[keyof Pairs<Name>];

export type AnyFrame = Frame & { readonly error?: Problem };
