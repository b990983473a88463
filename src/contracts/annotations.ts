import { type Static, Type } from 'typebox';
import { Severity } from './alerts.ts';
import { DASHBOARD_TYPES } from './choices.ts';
import { Instant } from './common.ts';

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const closed = { additionalProperties: false } as const;

const DashboardName = Type.Enum([...DASHBOARD_TYPES]);
const Tag = Type.String({ pattern: '^[^\\s,\\x00]{1,40}$', description: 'Without spaces and commas' });

const Text = Type.String({ minLength: 1, maxLength: 1_000, description: 'What happened' });
const StartsAt = { ...Instant, description: 'The moment, or the first one of a span' };
const EndsAt = { ...Instant, description: 'The first moment after a span; none: a single moment' };
const Tags = Type.Array(Tag, { maxItems: 10 });
const Dashboards = Type.Array(DashboardName, {
  maxItems: DASHBOARD_TYPES.length,
  description: 'On whose charts it is shown; empty: on all',
});

export const AnnotationBody = Type.Object(
  {
    text: Text,
    starts_at: Type.Optional({ ...StartsAt, description: `${StartsAt.description}; now unless told` }),
    ends_at: Type.Optional(nullable(EndsAt)),
    tags: { ...Tags, default: [] },
    dashboards: { ...Dashboards, default: [] },
  },
  closed,
);
export type AnnotationBody = Static<typeof AnnotationBody>;

/** What is left out stays as it is. */
export const AnnotationChange = Type.Object(
  {
    text: Type.Optional(Text),
    starts_at: Type.Optional(StartsAt),
    ends_at: Type.Optional(nullable(EndsAt)),
    tags: Type.Optional(Tags),
    dashboards: Type.Optional(Dashboards),
  },
  { ...closed, minProperties: 1 },
);
export type AnnotationChange = Static<typeof AnnotationChange>;

export const Annotation = Type.Object({
  source: Type.Literal('person'),
  id: Type.Integer(),
  text: Type.String(),
  starts_at: Instant,
  ends_at: nullable(EndsAt),
  tags: Type.Array(Type.String()),
  dashboards: Type.Array(DashboardName),
  author: Type.String({ description: 'Name of the key that made it' }),
  created_at: Instant,
  updated_at: Instant,
});
export type Annotation = Static<typeof Annotation>;

/** An alert as charts show it: from firing to resolved. */
export const AlertSpan = Type.Object({
  source: Type.Literal('alert'),
  alert_id: Type.Integer({ description: 'As listed by GET /analytics/alerts' }),
  text: Type.String(),
  message: Type.String(),
  severity: Severity,
  simulated: Type.Boolean(),
  starts_at: Instant,
  ends_at: nullable({ ...Instant, description: 'When it was resolved; none: it is firing' }),
  tags: Type.Array(Type.String(), { description: '`alert` and its severity' }),
  dashboards: Type.Array(DashboardName, { description: 'market_analytics for prices, else performance' }),
});
export type AlertSpan = Static<typeof AlertSpan>;

export const AnnotationsQuery = Type.Object(
  {
    from: Type.Optional({ ...Instant, description: 'What touches the time from here on' }),
    to: Type.Optional({ ...Instant, description: 'Up to here, not included' }),
    tags: Type.Optional(
      Type.String({ maxLength: 500, description: 'Separated by commas; those with every one of them' }),
    ),
    dashboard_type: Type.Optional({ ...DashboardName, description: 'Those shown on its charts' }),
    source: Type.Optional(Type.Enum(['person', 'alert'], { description: 'Both unless told' })),
    limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 500, description: 'The latest to begin' }),
  },
  closed,
);
export type AnnotationsQuery = Static<typeof AnnotationsQuery>;

const Success = { status: Type.Literal('success'), timestamp: Instant };

export const AnnotationsAnswer = Type.Object({
  ...Success,
  annotations: Type.Array(Type.Union([Annotation, AlertSpan]), {
    description: 'Latest beginning first. Alerts are there for keys with alerts:read',
  }),
  count: Type.Integer(),
  truncated: Type.Boolean({ description: 'Earlier ones are left out: narrow the time, or ask for more' }),
});
export const AnnotationAnswer = Type.Object({ ...Success, annotation: Annotation });
export const AnnotationDeleted = Type.Object({ ...Success, deleted: Type.Boolean() });
export const AnnotationParams = Type.Object(
  { id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) },
  closed,
);

/** `annotations_changed`: sent on connect, then whenever one was made, changed or deleted: read them again. */
export const AnnotationsChanged = Type.Object({
  type: Type.Literal('annotations_changed'),
  timestamp: Instant,
});
