import { type Static, Type } from 'typebox';
import { Instant } from './common.ts';

export const ErasureParams = Type.Object(
  { user_id: Type.String({ minLength: 1, maxLength: 200, description: 'As the events name the user' }) },
  { additionalProperties: false },
);

export const ErasureAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  erased: Type.Object({
    events: Type.Integer(),
    behavior: Type.Integer(),
    sessions: Type.Integer(),
    users: Type.Integer(),
    clusters: Type.Integer(),
  }),
});
export type ErasureAnswer = Static<typeof ErasureAnswer>;

export const EXPORTED = ['events', 'user-behavior', 'metrics', 'market-data'] as const;
export const EXPORT_FORMATS = ['csv', 'ndjson', 'parquet'] as const;

export const ExportParams = Type.Object(
  { what: Type.Enum([...EXPORTED], { description: 'Which rows' }) },
  { additionalProperties: false },
);

export const ExportQuery = Type.Object(
  {
    format: Type.Optional(Type.Enum([...EXPORT_FORMATS], { description: 'ndjson unless told' })),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    user_id: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'Only this user’s rows, of events and user-behavior',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ExportQuery = Static<typeof ExportQuery>;
