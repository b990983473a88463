import { type Static, Type } from 'typebox';
import { AnalyticsMeta, Period, PeriodQuery } from './analytics.ts';
import { Instant } from './common.ts';

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
