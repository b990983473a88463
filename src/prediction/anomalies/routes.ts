import {
  type Anomalies,
  AnomaliesAnswer,
  AnomaliesBody,
  AnomalyParams,
  FeedbackAnswer,
  FeedbackBody,
  FoundAnomaliesAnswer,
  FoundAnomaliesQuery,
  type FoundAnomaly,
} from '#contracts/anomalies';
import { type Clock, DomainError, defineRoute, type Route } from '#platform';
import type { AnomalyRow, AnomalyStore } from './anomaly-store.ts';

export interface AnomalyRoutesDeps {
  readonly clock: Clock;
  readonly store: AnomalyStore;
  readonly find: (request: AnomaliesBody) => Promise<Anomalies>;
}

const PATH = '/analytics/predictions/anomalies';

export function anomalyRoutes({ clock, store, find }: AnomalyRoutesDeps): Route[] {
  const success = () => ({ status: 'success' as const, timestamp: new Date(clock.now()).toISOString() });
  return [
    defineRoute({
      method: 'POST',
      path: PATH,
      scope: 'predictions:read',
      tag: 'analytics',
      summary: 'The most anomalous points of a symbol or a metric',
      readsOnly: true,
      schemas: { body: AnomaliesBody, response: AnomaliesAnswer },
      handler: async ({ body }): Promise<AnomaliesAnswer> => ({ ...success(), anomalies: await find(body) }),
    }),
    defineRoute({
      method: 'GET',
      path: PATH,
      scope: 'predictions:read',
      tag: 'analytics',
      summary: 'Anomalies found in market data and metrics as they came in',
      schemas: { query: FoundAnomaliesQuery, response: FoundAnomaliesAnswer },
      async handler({ query }): Promise<FoundAnomaliesAnswer> {
        const { series: name, source, from, to, limit } = query;
        const rows = await store.list({ name, source, fromMs: millis(from), toMs: millis(to), limit });
        return { ...success(), anomalies: rows.map(foundOf), count: rows.length };
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${PATH}/{id}/feedback`,
      scope: 'alerts:write',
      tag: 'analytics',
      summary: 'Say whether an anomaly was expected',
      description:
        'Its detector learns it within half a minute: deviations of the same statistics must be larger to be reported again where they were expected, and need no more than at first where they were not.',
      schemas: { params: AnomalyParams, body: FeedbackBody, response: FeedbackAnswer },
      async handler({ params, body, principal }): Promise<FeedbackAnswer> {
        const row = await store.saveFeedback(params.id, body.feedback, principal.name);
        if (row === undefined)
          throw new DomainError(
            'unknown-anomaly',
            `There is no anomaly ${params.id}. They are kept for 30 days; GET ${PATH} lists them.`,
          );
        return { ...success(), anomaly: foundOf(row) };
      },
    }),
  ];
}

function foundOf(row: AnomalyRow): FoundAnomaly {
  return {
    id: row.id,
    series: row.series,
    source: row.metric === null ? 'market' : 'metric',
    name: row.metric ?? row.symbol ?? row.series,
    labels: row.labels,
    kind: row.anomaly_type,
    timestamp: row.timestamp.toISOString(),
    detected_at: row.detected_at.toISOString(),
    value: row.data_point.value,
    score: row.anomaly_score,
    threshold: row.threshold,
    detector: row.detector,
    statistic: row.data_point.statistic,
    reason: row.reason,
    feedback: row.feedback,
    feedback_at: row.feedback_at?.toISOString() ?? null,
    simulated: row.simulated,
  };
}

function millis(instant: string | undefined): number | undefined {
  return instant === undefined ? undefined : Date.parse(instant);
}
