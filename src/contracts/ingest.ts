import { type Static, Type } from 'typebox';
import { Instant } from './common.ts';

const Name = (description: string) => Type.String({ pattern: '^[A-Za-z0-9_.:/-]{1,100}$', description });

const Identity = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });

const EventId = Type.String({
  minLength: 1,
  maxLength: 200,
  description:
    'With timestamp the identity of the event: sending both again counts once. A UUIDv7 may go without timestamp',
});

const Fields = (description: string) => Type.Record(Type.String(), Type.Unknown(), { description });

/** What `POST /analytics/events` takes. Revenue events carry `properties.amount`, refunds negative. */
export const EventItem = Type.Object(
  {
    event_type: Name('What happened, e.g. page_view, purchase, refund, trade'),
    user_id: Type.Optional(Identity('Who did it')),
    session_id: Type.Optional(Identity('The client’s session')),
    properties: Type.Optional(Fields('What belongs to this kind of event; amount and currency for revenue')),
    context: Type.Optional(Fields('Circumstances; user_initiated: false marks events no user caused')),
    event_id: Type.Optional(EventId),
    timestamp: Type.Optional(Instant),
  },
  { additionalProperties: false },
);
export type EventItem = Static<typeof EventItem>;

/** What `POST /analytics/user-behavior` takes. */
export const BehaviorItem = Type.Object(
  {
    user_id: Identity('Who did it'),
    session_id: Identity('The client’s session'),
    event_type: Name('What happened, e.g. page_view, click, scroll'),
    page: Type.Optional(Type.String({ maxLength: 2_000 })),
    action: Type.Optional(Type.String({ maxLength: 200 })),
    duration: Type.Optional(Type.Number({ minimum: 0, maximum: 86_400, description: 'Seconds' })),
    properties: Type.Optional(Fields('Anything else')),
    event_id: Type.Optional(EventId),
    timestamp: Type.Optional(Instant),
  },
  { additionalProperties: false },
);
export type BehaviorItem = Static<typeof BehaviorItem>;

export const MetricType = Type.Enum(['counter', 'gauge', 'histogram', 'summary']);

/** What `POST /analytics/metrics` takes. */
export const MetricItem = Type.Object(
  {
    name: Name('Which figure, e.g. cpu_usage'),
    value: Type.Number(),
    labels: Type.Optional(
      Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 500 }), {
        description: 'What the value belongs to',
      }),
    ),
    metric_type: Type.Optional(MetricType),
    metadata: Type.Optional(Fields('Anything else')),
    metric_id: Type.Optional(EventId),
    timestamp: Type.Optional(Instant),
  },
  { additionalProperties: false },
);
export type MetricItem = Static<typeof MetricItem>;

const ItemError = Type.Object({
  index: Type.Integer({ description: 'Place of the item in the request' }),
  pointer: Type.String({ description: 'JSON pointer into the item' }),
  message: Type.String(),
});

const Recorded = {
  status: Type.Literal('success'),
  timestamp: Instant,
  accepted: Type.Integer({ description: 'Items that are stored now and were not before' }),
  duplicates: Type.Integer({ description: 'Items that were stored already' }),
  errors: Type.Array(ItemError),
};

/** Answers to one item carry its id, answers to several carry the counts; both carry all of it that applies. */
export const EventsRecorded = Type.Object({ ...Recorded, event_id: Type.Optional(Type.String()) });
export const BehaviorRecorded = Type.Object({
  ...Recorded,
  event_id: Type.Optional(Type.String()),
  user_id: Type.Optional(Type.String()),
});
export const MetricsRecorded = Type.Object({ ...Recorded, metric_id: Type.Optional(Type.String()) });
export const MarketDataRecorded = Type.Object({ ...Recorded, symbol: Type.Optional(Type.String()) });
export type MarketDataRecorded = Static<typeof MarketDataRecorded>;
export type Recorded = Static<typeof EventsRecorded>;
