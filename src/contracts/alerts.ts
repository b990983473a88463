import { type Static, Type } from 'typebox';
import { SEVERITIES } from './choices.ts';
import { Instant } from './common.ts';
import { Symbol } from './market.ts';

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const closed = { additionalProperties: false } as const;

export const Severity = Type.Enum([...SEVERITIES]);
export type Severity = Static<typeof Severity>;

const MetricName = Type.String({ minLength: 1, maxLength: 200, description: 'A recorded metric' });
const Seconds = (min: number, max: number, description: string) =>
  Type.Integer({ minimum: min, maximum: max, description });

/** A value against a limit. */
const Threshold = Type.Object(
  {
    kind: Type.Literal('threshold'),
    metric: MetricName,
    comparison: Type.Enum(['above', 'below']),
    threshold: Type.Number(),
    clear_at: Type.Optional(
      Type.Number({
        description: 'The value must come back to this; a tenth inside the threshold unless told',
      }),
    ),
    aggregate: Type.Enum(['worst', 'mean', 'sum', 'count'], {
      default: 'worst',
      description:
        'Of the values of the window, over all labels; worst is the highest for above, else the lowest',
    }),
    window_seconds: { ...Seconds(1, 86_400, 'Values whose time lies in it count'), default: 60 },
  },
  closed,
);

/** The mean of a window against the mean of the window before it. */
const Change = Type.Object(
  {
    kind: Type.Literal('change'),
    metric: MetricName,
    direction: Type.Enum(['rise', 'fall', 'either'], { default: 'either' }),
    percent: Type.Number({ exclusiveMinimum: 0, maximum: 1e6 }),
    window_seconds: { ...Seconds(10, 86_400, 'Length of each of the two windows'), default: 300 },
  },
  closed,
);

/** Nothing recorded for too long. */
const Absence = Type.Object(
  {
    kind: Type.Literal('absence'),
    metric: MetricName,
    after_seconds: Seconds(5, 604_800, 'Silence of so long is an alert'),
  },
  closed,
);

/** The change of a symbol's price in its last session, where that is at most four days old; an alert for each symbol. */
const MarketChange = Type.Object(
  {
    kind: Type.Literal('market_change'),
    direction: Type.Enum(['rise', 'fall', 'either'], { default: 'either' }),
    percent: Type.Number({ exclusiveMinimum: 0, maximum: 1e6 }),
    symbols: Type.Optional(
      Type.Array(Symbol, { minItems: 1, maxItems: 500, description: 'All unless told' }),
    ),
  },
  closed,
);

/** What the detector of anomalies finds in values of the last hour, or in prices of late; an alert for each series. */
const Anomaly = Type.Object(
  {
    kind: Type.Literal('anomaly'),
    source: Type.Enum(['market', 'metric', 'any'], { default: 'any' }),
    min_score: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 0,
      description: 'Beside the detector’s own threshold',
    }),
  },
  closed,
);

/** How fast an objective's error budget is spent, over two windows at once (the multiwindow burn rate of SRE). */
const BurnRate = Type.Object(
  {
    kind: Type.Literal('burn_rate'),
    objective: Type.Enum(['availability', 'latency'], {
      description: 'availability: answers that are no 5xx; latency: answers within 200 ms',
    }),
    target_percent: Type.Number({ minimum: 50, maximum: 99.999 }),
    factor: Type.Number({ exclusiveMinimum: 0, maximum: 1_000, description: '1 spends just the budget' }),
    long_minutes: Type.Integer({ minimum: 5, maximum: 1_440 }),
    short_minutes: Type.Integer({ minimum: 1, maximum: 120 }),
    min_bad_answers: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000_000,
        description: 'Fewer bad answers in the short window fire nothing; 10 unless told',
      }),
    ),
  },
  closed,
);

export const AlertCondition = Type.Union([Threshold, Change, Absence, MarketChange, Anomaly, BurnRate]);
export type AlertCondition = Static<typeof AlertCondition>;
export type ConditionOf<Kind extends AlertCondition['kind']> = Extract<AlertCondition, { kind: Kind }>;

export const AlertRuleBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
    severity: Severity,
    condition: AlertCondition,
    for_seconds: { ...Seconds(0, 86_400, 'How long it must be so before it fires'), default: 0 },
    clear_seconds: { ...Seconds(0, 86_400, 'How long it must be over before it is resolved'), default: 60 },
    enabled: Type.Boolean({ default: true }),
  },
  closed,
);
export type AlertRuleBody = Static<typeof AlertRuleBody>;

export const AlertRule = Type.Object({
  id: Type.Integer(),
  ...AlertRuleBody.properties,
  created_at: Instant,
  updated_at: Instant,
  muted_until: {
    ...nullable(Instant),
    description: 'Until then webhooks are told only of what still fires afterwards',
  },
});
export type AlertRule = Static<typeof AlertRule>;

export const RulePreviewBody = Type.Object(
  {
    condition: AlertCondition,
    for_seconds: AlertRuleBody.properties.for_seconds,
    clear_seconds: AlertRuleBody.properties.clear_seconds,
    hours: Type.Integer({ minimum: 1, maximum: 168, default: 24, description: 'Until now' }),
  },
  closed,
);
export type RulePreviewBody = Static<typeof RulePreviewBody>;

export const RulePreview = Type.Object({
  from: Instant,
  to: Instant,
  step_seconds: Type.Integer({ description: 'How often the rule was looked at' }),
  fired: Type.Integer({ description: 'How often it would have fired' }),
  firing_seconds: Type.Number({ description: 'Of the period, with at least one thing firing' }),
  spans: Type.Array(
    Type.Object({
      subject: Type.String(),
      fired_at: Instant,
      resolved_at: { ...nullable(Instant), description: 'Null where it would fire still' },
      value: nullable(Type.Number()),
      message: Type.String(),
    }),
    { description: 'The last 200, oldest first' },
  ),
  values: Type.Array(Type.Object({ at: Instant, low: Type.Number(), high: Type.Number() }), {
    description: 'What it saw, in parts of the period; empty where a rule sees many things',
  }),
  threshold: { ...nullable(Type.Number()), description: 'For those values' },
  now: { ...nullable(Type.String()), description: 'What it sees at the end, in words' },
  simulated: Type.Boolean({ description: 'Whether anything it saw was made up' }),
});
export type RulePreview = Static<typeof RulePreview>;

export const MuteBody = Type.Object({ seconds: Seconds(0, 2_592_000, 'From now; 0 ends it') }, closed);

export const Alert = Type.Object({
  id: Type.Integer(),
  rule_id: nullable(Type.Integer()),
  alert_type: Type.String({ description: 'Kind of the rule that fired' }),
  severity: Severity,
  title: Type.String(),
  message: Type.String(),
  subject: Type.String({ description: 'The symbol or series it is about; empty where the rule says it' }),
  status: Type.Enum(['firing', 'resolved']),
  threshold_value: nullable(Type.Number()),
  actual_value: nullable(Type.Number()),
  is_acknowledged: Type.Boolean(),
  acknowledged_by: nullable(Type.String()),
  acknowledged_at: nullable(Instant),
  simulated: Type.Boolean(),
  timestamp: Instant,
  resolved_at: nullable(Instant),
});
export type Alert = Static<typeof Alert>;

const Success = { status: Type.Literal('success'), timestamp: Instant };
/** Beyond this a number in JSON is no longer the number that was meant. */
const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const IdParams = Type.Object({ id: Id }, closed);
export const AlertParams = IdParams;

export const AlertsQuery = Type.Object(
  {
    state: Type.Enum(['all', 'firing', 'resolved', 'unacknowledged'], { default: 'all' }),
    severity: Type.Optional(Severity),
    limit: Type.Integer({ minimum: 1, maximum: 500, default: 100, description: 'Newest first' }),
    before_id: Type.Optional({ ...Id, description: 'For the next page: the last id seen' }),
  },
  closed,
);
export type AlertsQuery = Static<typeof AlertsQuery>;

export const AlertsSummary = Type.Object({
  active_alerts: Type.Integer({ description: 'Firing now' }),
  recent_alerts: Type.Array(Alert, { description: 'Newest first' }),
});
export type AlertsSummary = Static<typeof AlertsSummary>;

export const AlertsAnswer = Type.Object({ ...Success, ...AlertsSummary.properties });
export const AlertAnswer = Type.Object({ ...Success, alert: Alert });
export const AlertRulesAnswer = Type.Object({
  ...Success,
  rules: Type.Array(AlertRule),
  count: Type.Integer(),
});
export const RulePreviewAnswer = Type.Object({ ...Success, preview: RulePreview });
export const AlertRuleAnswer = Type.Object({ ...Success, rule: AlertRule });
export const Deleted = Type.Object({ ...Success, deleted: Type.Boolean() });

export const AlertTransition = Type.Enum(['fired', 'resolved', 'acknowledged']);
export type AlertTransition = Static<typeof AlertTransition>;

export const AlertsSummaryFrame = Type.Object({
  type: Type.Literal('alerts_summary'),
  timestamp: Instant,
  data: AlertsSummary,
});
export const AlertsUpdateFrame = Type.Object({
  type: Type.Literal('alerts_update'),
  timestamp: Instant,
  data: Type.Object({ transition: AlertTransition, alert: Alert }),
});
export const AlertsResponse = Type.Object({
  ...AlertsSummaryFrame.properties,
  type: Type.Literal('alerts_response'),
});
export const AlertAcknowledged = Type.Object({
  type: Type.Literal('alert_acknowledged'),
  timestamp: Instant,
  data: Alert,
});

export const RequestAlerts = Type.Object({ type: Type.Literal('request_alerts') }, closed);
export const AcknowledgeAlert = Type.Object(
  { type: Type.Literal('acknowledge_alert'), alert_id: Id },
  closed,
);

/** Where alerts are sent. */
export const WebhookBody = Type.Object(
  {
    url: Type.String({ maxLength: 2_000, description: 'https, at a public address' }),
    description: Type.String({ maxLength: 200, default: '' }),
    min_severity: { ...Severity, default: 'warning' },
    enabled: Type.Boolean({ default: true }),
  },
  closed,
);
export type WebhookBody = Static<typeof WebhookBody>;

export const Webhook = Type.Object({
  id: Type.Integer(),
  ...WebhookBody.properties,
  created_at: Instant,
  waiting: Type.Integer({ description: 'Deliveries that are not through yet' }),
  last_delivered_at: nullable(Instant),
  last_error: { ...nullable(Type.String()), description: 'Of the last attempt; null where it was taken' },
  resume_at: {
    ...nullable(Instant),
    description: 'Several attempts failed in a row: nothing is sent before',
  },
});
export type Webhook = Static<typeof Webhook>;

export const WebhookDelivery = Type.Object({
  id: Type.String({ format: 'uuid', description: 'The `webhook-id` of every attempt' }),
  alert_id: Type.Integer(),
  type: Type.String({ description: 'What it tells, e.g. `alert.fired`' }),
  title: Type.String({ description: 'Of the alert' }),
  status: Type.Enum(['waiting', 'delivered', 'given_up']),
  attempts: Type.Integer({ description: 'Since it was made, or was to be sent again' }),
  response_status: { ...nullable(Type.Integer()), description: 'What the last attempt was answered' },
  error: { ...nullable(Type.String()), description: 'Of the last attempt; null where it was taken' },
  created_at: Instant,
  last_attempt_at: nullable(Instant),
  next_attempt_at: {
    ...nullable(Instant),
    description: 'Not tried before; null where it is not tried again',
  },
});
export type WebhookDelivery = Static<typeof WebhookDelivery>;

export const DeliveriesQuery = Type.Object(
  {
    status: Type.Enum(['all', 'waiting', 'delivered', 'given_up'], { default: 'all' }),
    limit: Type.Integer({ minimum: 1, maximum: 500, default: 50, description: 'Newest first' }),
  },
  closed,
);
export type DeliveriesQuery = Static<typeof DeliveriesQuery>;
export const DeliveryParams = Type.Object({ id: Id, delivery_id: Type.String({ format: 'uuid' }) }, closed);
export const DeliveriesAnswer = Type.Object({
  ...Success,
  deliveries: Type.Array(WebhookDelivery),
  count: Type.Integer(),
});
export const DeliveryAnswer = Type.Object({ ...Success, delivery: WebhookDelivery });

export const WebhooksAnswer = Type.Object({
  ...Success,
  webhooks: Type.Array(Webhook),
  count: Type.Integer(),
});
export const WebhookMade = Type.Object({
  ...Success,
  webhook: Webhook,
  secret: Type.String({ description: 'Shown this once: what signs the deliveries (Standard Webhooks)' }),
});
export const WebhookTested = Type.Object({
  ...Success,
  delivered: Type.Boolean(),
  response_status: nullable(Type.Integer()),
  error: nullable(Type.String()),
});
