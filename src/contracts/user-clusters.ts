import { type Static, Type } from 'typebox';
import { AnalyticsMeta, Period, PeriodQuery } from './analytics.ts';
import { CalendarDate, Instant } from './common.ts';

const { start_date, end_date, time_zone } = PeriodQuery.properties;

/** What `POST /analytics/predictions/user-clusters` takes. */
export const ClusterOrder = Type.Object(
  {
    n_clusters: Type.Optional(Type.Integer({ minimum: 2, maximum: 20, description: '5 unless told' })),
    start_date: Type.Optional(start_date),
    end_date: Type.Optional(end_date),
    time_zone: Type.Optional(time_zone),
  },
  { additionalProperties: false },
);
export type ClusterOrder = Static<typeof ClusterOrder>;

export const ClusterFigures = Type.Object({
  size: Type.Integer({ description: 'Users' }),
  avg_events: Type.Number(),
  avg_duration: Type.Number({ description: 'Mean minutes of a session' }),
  avg_pages: Type.Number({ description: 'Page views' }),
  avg_active_days: Type.Number({ description: 'Local days on which a session began' }),
});
export type ClusterFigures = Static<typeof ClusterFigures>;

export const UserClusters = Type.Object({
  analysis_id: Type.Integer(),
  n_clusters: Type.Integer(),
  total_users: Type.Integer(),
  cluster_analysis: Type.Record(Type.String(), ClusterFigures, {
    description: 'By number of the cluster, the largest first',
  }),
  silhouette: Type.Number({
    description: 'From −1 to 1: how much nearer users are to their own cluster than to the next',
  }),
  silhouette_users: Type.Integer({ description: 'Users it was measured on' }),
});
export type UserClusters = Static<typeof UserClusters>;

export const ClustersAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  clusters: UserClusters,
  period: Period,
  meta: AnalyticsMeta,
});
export type ClustersAnswer = Static<typeof ClustersAnswer>;

/** What `GET /analytics/predictions/user-clusters` takes. */
export const ClusterAnalysesQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: '20 unless told' })),
    before: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Analyses before this one; `next` of the page before' }),
    ),
  },
  { additionalProperties: false },
);
export type ClusterAnalysesQuery = Static<typeof ClusterAnalysesQuery>;

const Unknown = { description: 'Null where it was not kept' };

export const ClusterAnalysis = Type.Object({
  ...UserClusters.properties,
  silhouette: Type.Union([UserClusters.properties.silhouette, Type.Null()], Unknown),
  silhouette_users: Type.Union([Type.Integer(), Type.Null()], Unknown),
  computed_at: Instant,
  simulated: Type.Union([Type.Boolean(), Type.Null()], Unknown),
  period: Type.Union(
    [
      Type.Object({ start_date: CalendarDate, end_date: CalendarDate, time_zone: Type.String() }),
      Type.Null(),
    ],
    Unknown,
  ),
});
export type ClusterAnalysis = Static<typeof ClusterAnalysis>;

export const ClusterAnalysesAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  analyses: Type.Array(ClusterAnalysis, { description: 'Newest first' }),
  next: Type.Union([Type.Integer(), Type.Null()], { description: 'For `before`; null on the last page' }),
  definitions: Type.Record(Type.String(), Type.String()),
});
export type ClusterAnalysesAnswer = Static<typeof ClusterAnalysesAnswer>;
