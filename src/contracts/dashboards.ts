import { type Static, Type } from 'typebox';
import { CalendarDate, Instant } from './common.ts';
import { ErrorFrame } from './websocket.ts';

export const DashboardType = Type.String({
  pattern: '^[a-z_]{1,64}$',
  description: 'As listed by GET /analytics/dashboards',
});

export const DashboardParams = Type.Object({ type: DashboardType }, { additionalProperties: false });

export const DashboardQuery = Type.Object(
  {
    as_of: Type.Optional(CalendarDate),
    view: Type.Optional(
      Type.String({ pattern: '^[\\w .-]{1,64}$', description: 'A view this key has saved' }),
    ),
  },
  { additionalProperties: false },
);
export type DashboardQuery = Static<typeof DashboardQuery>;

export const DashboardAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  dashboard_type: Type.String(),
  data: Type.Unknown({ description: 'The figures; each dashboard has its own fields' }),
});
export type DashboardAnswer = Static<typeof DashboardAnswer>;

export const DashboardList = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  dashboards: Type.Array(
    Type.Object({
      type: Type.String(),
      title: Type.String(),
      description: Type.String(),
      href: Type.String(),
    }),
  ),
  count: Type.Integer(),
});
export type DashboardList = Static<typeof DashboardList>;

/** `dashboard_update`: sent on connect for every dashboard, then whenever its data change. */
export const DashboardUpdate = Type.Object({
  type: Type.Literal('dashboard_update'),
  timestamp: Instant,
  dashboard_type: Type.String(),
  data: Type.Unknown(),
});

/** In place of `dashboard_update` where a dashboard cannot be computed; one follows as soon as it can. */
export const DashboardError = Type.Object({
  ...ErrorFrame.properties,
  dashboard_type: Type.Optional(
    Type.String({
      description:
        'The dashboard that cannot be shown now; its dashboard_update follows as soon as it can. Absent where the error answers a request',
    }),
  ),
});

export const DashboardResponse = Type.Object({
  ...DashboardUpdate.properties,
  type: Type.Literal('dashboard_response'),
});

export const RequestDashboard = Type.Object(
  {
    type: Type.Literal('request_dashboard'),
    dashboard_type: DashboardType,
    as_of: Type.Optional(CalendarDate),
  },
  { additionalProperties: false },
);

export const RequestMetrics = Type.Object(
  {
    type: Type.Literal('request_metrics'),
    metrics: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 200 }),
  },
  { additionalProperties: false },
);
export type RequestMetrics = Static<typeof RequestMetrics>;

export const AnalyticsHealth = Type.Object({
  status: Type.Enum(['healthy', 'degraded', 'unhealthy']),
  timestamp: Instant,
  analytics_summary: Type.Record(Type.String(), Type.Unknown()),
});
export type AnalyticsHealth = Static<typeof AnalyticsHealth>;
