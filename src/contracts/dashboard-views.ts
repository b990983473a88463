import { type Static, Type } from 'typebox';
import { Instant } from './common.ts';
import { DashboardType } from './dashboards.ts';

/** How a dashboard is to be computed for its owner; what a dashboard does not know, it leaves alone. */
export const DashboardSettings = Type.Object(
  {
    time_zone: Type.Optional(
      Type.String({ pattern: '^[A-Za-z0-9_+/-]{1,64}$', description: 'IANA time zone' }),
    ),
    goal: Type.Optional(
      Type.String({ pattern: '^[A-Za-z0-9_.:/-]{1,100}$', description: 'Event that converts' }),
    ),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, description: 'Length of the period' })),
    layout: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: 'Whatever the client shows by' }),
    ),
  },
  { additionalProperties: false },
);
export type DashboardSettings = Static<typeof DashboardSettings>;

export const ViewName = Type.String({ pattern: '^[\\w .-]{1,64}$', description: 'Name of a saved view' });

export const ViewParams = Type.Object(
  { type: DashboardType, name: ViewName },
  { additionalProperties: false },
);

export const SaveView = Type.Object(
  { config: DashboardSettings, is_default: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);

export const SavedView = Type.Object({
  name: Type.String(),
  dashboard_type: Type.String(),
  config: DashboardSettings,
  is_default: Type.Boolean(),
  updated_at: Instant,
});
export type SavedView = Static<typeof SavedView>;

const Success = { status: Type.Literal('success'), timestamp: Instant };
export const ViewAnswer = Type.Object({ ...Success, view: SavedView });
export const ViewsAnswer = Type.Object({ ...Success, views: Type.Array(SavedView), count: Type.Integer() });
export const ViewDeleted = Type.Object({ ...Success, deleted: Type.Boolean() });
